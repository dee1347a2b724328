import { html, nothing, type TemplateResult } from 'lit/html.js';
import { sendIcon } from '../icons';
import type { Labels } from '../labels';

/** The server takes no longer message. */
export const LIMIT = 1000;
/** Of how long a text the length is told. */
const NEAR_LIMIT = 800;

export interface ComposerSetting {
  labels: Labels;
  text: string;
  /** An answer is awaited: nothing can be sent. */
  pending: boolean;
  typed(text: string): void;
  send(): void;
}

/** How many characters of a text are sent, as the server counts them. */
export function lengthOf(text: string): number {
  return [...text.trim()].length;
}

/** The key ends the composing of a character, and is meant for nothing else; Safari says so by its code alone. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Where the visitor writes. */
export function composer({ labels, text, pending, typed, send }: ComposerSetting): TemplateResult {
  const length = lengthOf(text);
  const counted = length >= NEAR_LIMIT;
  const long = length > LIMIT;
  const submit = (event: Event) => {
    event.preventDefault();
    send();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || composing(event)) return;
    event.preventDefault();
    // A key that is held down is one message.
    if (!event.repeat) send();
  };
  // Of a double click the second finds the field empty.
  const click = (event: MouseEvent) => {
    if (event.detail > 1) event.preventDefault();
  };
  return html`<form part="composer" class="composer ${text ? '' : 'empty'}" @submit=${submit}>
    <div class="above">
      <label for="question">${labels.question}</label>
      ${counted ? html`<span id="count" class="count ${long ? 'long' : ''}" .textContent=${labels.count(length, LIMIT)}></span>` : nothing}
    </div>
    <textarea
      id="question"
      dir="auto"
      rows="1"
      autocomplete="off"
      enterkeyhint="send"
      aria-describedby=${counted ? 'count' : nothing}
      aria-invalid=${long}
      .value=${text}
      @input=${(event: InputEvent) => typed((event.target as HTMLTextAreaElement).value)}
      @keydown=${key}
    ></textarea>
    <button type="submit" class="send" @click=${click} title=${labels.send} aria-disabled=${pending}>${sendIcon}</button>
  </form>`;
}
