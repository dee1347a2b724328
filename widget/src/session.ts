/** The right to read, continue and delete one conversation. */
export interface Credentials {
  conversation: string;
  token: string;
}

interface Memory {
  /** The heading of the assistant whose window was open when the page was left. */
  open?: string | undefined;
  /** The window was enlarged. */
  large?: boolean;
  credentials?: Credentials | undefined;
  /** What the visitor was writing. */
  draft?: string;
  /** The last question's answer, come or to come, has not been shown. */
  unread?: boolean;
  /** The visitor's thumbs, by answer. */
  ratings?: Record<string, boolean>;
}

/**
 * What this tab remembers from page to page, in sessionStorage; assistants of one server share it.
 *
 * Nothing is written before `write` is first called, and that is when the visitor opens the window. Where the browser
 * refuses storage, the page itself remembers.
 */
export class Session {
  readonly #key: string;
  #refused: Memory = {};

  constructor(server: string) {
    this.#key = `clercs-assistant:${server.replace(/\/+$/, '')}`;
  }

  get open(): string | undefined {
    return this.#read().open;
  }

  get draft(): string {
    return this.#read().draft ?? '';
  }

  get unread(): boolean {
    return this.#read().unread ?? false;
  }

  get large(): boolean {
    return this.#read().large ?? false;
  }

  get credentials(): Credentials | undefined {
    return this.#read().credentials;
  }

  get ratings(): Readonly<Record<string, boolean>> {
    return this.#read().ratings ?? {};
  }

  /** Remembers what changed. */
  write(change: Memory): void {
    const memory = { ...this.#read(), ...change };
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(memory));
    } catch {
      this.#refused = memory;
    }
  }

  /** Forgets the conversation; the window stays as it is. */
  forget(): void {
    this.write({ credentials: undefined, ratings: {}, unread: false });
  }

  #read(): Memory {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? '') as Memory;
    } catch {
      return this.#refused;
    }
  }
}
