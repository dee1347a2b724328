// What a page's own scripts may use of the assistant. The build puts this file beside the script.

/** The assistant's element; its attributes are properties too. */
export interface ClercsAssistant extends HTMLElement {
  server: string;
  heading: string;
  colour: string;
  position: string;
  offset: string;
  theme: string;
  font: string;
  launcher: string;
  greeting: string;
  suggestions: string | undefined;
  privacy: string;
  centre: string;
  phone: string;
  email: string;
  hours: string;
  callback: string;
  signup: string;
  /** Opens the window and moves the focus into it. */
  open(): void;
  /** Closes the window and gives the focus back. */
  close(): void;
  /** Opens the window and asks a question in the visitor's name. */
  ask(text: string): void;
  /** Opens the window with a text in the field, for the visitor to go on. */
  prefill(text: string): void;
}

/** What the element tells the page, for statistics that visitors agreed to: what happened, and nothing of what was said. */
export interface ClercsEvents {
  'clercs-opened': CustomEvent<null>;
  'clercs-closed': CustomEvent<null>;
  /** How it was asked: typed, an example, a button under an answer, or by the page. */
  'clercs-asked': CustomEvent<{ by: 'text' | 'suggestion' | 'reply' | 'page' }>;
  /** A question got all of its answer, which names so many sheets. */
  'clercs-answered': CustomEvent<{ sources: number }>;
  /** The same, and the assistant did not know what was meant. */
  'clercs-not-understood': CustomEvent<null>;
  'clercs-failed': CustomEvent<{ kind: 'offline' | 'unreachable' | 'refused' }>;
  'clercs-rated': CustomEvent<{ helpful: boolean }>;
  /** A link was followed, or a source unfolded. */
  'clercs-followed': CustomEvent<{ kind: 'phone' | 'mail' | 'web' | 'callback' | 'signup' | 'source' }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'clercs-assistant': ClercsAssistant;
  }
  // Documents and windows hear them too.
  interface GlobalEventHandlersEventMap extends ClercsEvents {}
}
