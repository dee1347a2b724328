import type { Credentials } from './session';

/** A quick reply that the bot offers. */
export interface Button {
  id: string;
  title: string;
}

/** A sheet's own words behind an answer. */
export interface Citation {
  /** What the sheet is called in short, and of when it is. */
  title: string;
  date: string;
  /** Its title and publisher in full. */
  source: string;
  quotes: readonly string[];
}

/** A comparison or a grid. */
export interface Table {
  caption: string;
  /** Heads, that of the rows' own heads first. */
  columns: readonly string[];
  /** Cells, each row's head first. */
  rows: readonly (readonly string[])[];
  /** The lines of the text that say the same. */
  replaces: string;
}

/** One message of the bot. */
export interface Answer {
  id: string | null;
  text: string;
  buttons: readonly Button[];
  citations?: readonly Citation[];
  table?: Table | null;
  /** Whether the bot knew what was meant. */
  understood?: boolean;
}

/** What a visitor sends: words, or a button that the bot offered. */
export type Outgoing = { text: string } | { button: string };

/** A message of the history. */
export interface Past extends Answer {
  from: 'visitor' | 'bot';
}

type StreamEvent = ({ type: 'answer' } & Answer) | { type: 'error'; code: string; message: string } | { type: 'end' };

/** The server said no, and why: a stable code and a sentence for the visitor. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The conversation is not (or no longer) there for us: a new one is needed. */
  get lost(): boolean {
    return this.status === 401 || this.status === 404;
  }
}

/** A call that has not been answered in full after so long (in ms) is given up. */
const PATIENCE = 30_000;
/** Waits (in ms) before a call that failed on the way is tried again. */
const BACK_OFF = [500, 1500];

/**
 * Tries again, later and later, what failed on the way or inside the server; what the server refused is not tried again.
 *
 * @param run what to try; it is told how many times it was tried before.
 * @param signal gives up when aborted.
 */
export async function backOff<T>(run: (tried: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await run(tried);
    } catch (error) {
      const wait = BACK_OFF[tried];
      const hopeless = error instanceof Refusal ? error.status < 500 : (error as Error).name === 'AbortError';
      if (wait === undefined || hopeless || signal?.aborted || !navigator.onLine) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** A text without halves of characters, which no server could read: a field's limit or a cut may leave one. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '').trim();
}

/** The web channel of the bot, as its OpenAPI file describes it. */
export class Client {
  readonly #base: string;
  readonly #health: string;

  constructor(server: string) {
    const channel = `${server.replace(/\/+$/, '')}/webhooks/web`;
    this.#base = `${channel}/conversations`;
    this.#health = `${channel}/health/ready`;
  }

  /** Whether the server answers messages now. */
  async ready(): Promise<boolean> {
    try {
      return (await fetch(this.#health, { credentials: 'omit', cache: 'no-store' })).ok;
    } catch {
      return false;
    }
  }

  /** Begins a conversation. */
  async start(signal: AbortSignal): Promise<Credentials> {
    const { conversation, token } = (await (await this.#call('POST', '', {}, { body: {}, signal })).json()) as Credentials;
    return { conversation, token };
  }

  /** Sends a message and yields the bot's answers as they are made. */
  async *send(to: Credentials, message: Outgoing, signal: AbortSignal): AsyncGenerator<Answer> {
    const response = await this.#call('POST', '/messages', to, { body: message, signal });
    for await (const line of lines(response.body!)) {
      const event = JSON.parse(line) as StreamEvent;
      if (event.type === 'answer') yield event;
      else if (event.type === 'error') throw new Refusal(500, event.code, event.message);
      else return;
    }
    throw new TypeError('The answer broke off.');
  }

  /** The messages of a conversation so far. */
  async history(of: Credentials, signal?: AbortSignal): Promise<Past[]> {
    const response = await this.#call('GET', '', of, { signal });
    return ((await response.json()) as { messages: Past[] }).messages;
  }

  /** Has the server forget a conversation. */
  async forget(conversation: Credentials): Promise<void> {
    await backOff(() => this.#call('DELETE', '', conversation));
  }

  /** Tells the staff whether an answer helped. */
  async rate(of: Credentials, answer: string, helpful: boolean, comment = ''): Promise<void> {
    const body = { answer, helpful, comment: wellFormed(comment) };
    await backOff(() => this.#call('POST', '/feedback', of, { body }));
  }

  async #call(
    method: string,
    path: string,
    { conversation, token }: Partial<Credentials>,
    { body, signal }: { body?: unknown; signal?: AbortSignal | undefined } = {},
  ): Promise<Response> {
    signal?.throwIfAborted();
    const call = new AbortController();
    const giveUp = () => call.abort();
    setTimeout(giveUp, PATIENCE);
    signal?.addEventListener('abort', giveUp);
    const response = await fetch(this.#base + (conversation ? `/${encodeURIComponent(conversation)}` : '') + path, {
      method,
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      credentials: 'omit',
      cache: 'no-store',
      signal: call.signal,
    });
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

async function refusal(response: Response): Promise<Refusal> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return new Refusal(response.status, error.code, error.message);
  } catch {
    // Not our server's words: a proxy's page, perhaps.
    return new Refusal(response.status, '', '');
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = parts.pop()!;
      yield* parts.filter(Boolean);
    }
    if (rest) yield rest;
  } finally {
    void reader.cancel();
  }
}
