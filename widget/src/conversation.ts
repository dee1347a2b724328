import { backOff, Refusal, wellFormed, type Answer, type Client, type Outgoing, type Past } from './client';
import type { Credentials, Session } from './session';

export interface VisitorMessage {
  from: 'visitor';
  text: string;
  send: Outgoing;
  /** It may be on the server, whether an answer came or not. */
  sent?: boolean;
  failed?: boolean;
}

export interface BotMessage extends Answer {
  from: 'bot';
}

/** Something that happened to the conversation itself; the labels hold its words. */
export interface Notice {
  from: 'notice';
  what: 'lost' | 'restarted' | 'forgotten';
}

export type Message = VisitorMessage | BotMessage | Notice;

/** Waits (in ms) before the server is asked whether it is back: a restart takes it some ten seconds. */
const RETURN = 3000;
const LONGEST_RETURN = 30_000;
/** So often what fails even then is tried again. */
const RETURNS = 3;

/** Why the last message got no answer: no network, no server, or what the server said. */
export interface Problem {
  kind: 'offline' | 'unreachable' | 'refused';
  message: string;
  retry: boolean;
}

interface Listener {
  /** Something is to be shown anew. */
  changed(): void;
  /** A turn has ended with these answers. */
  answered(answers: readonly BotMessage[]): void;
  /** A turn has failed. */
  failed(problem: Problem): void;
}

/** One visitor's conversation: what was said, what is under way, what went wrong. Knows nothing of how it is shown. */
export class Conversation {
  messages: Message[] = [];
  /** An answer is awaited. */
  pending = false;
  problem: Problem | undefined;

  readonly #client: Client;
  readonly #session: Session;
  readonly #listener: Listener;
  #turn = new AbortController();
  #loading: Promise<void> | undefined;
  /** How many messages of the visitor the server is known to hold. */
  #told = 0;
  /** How often a message went again unasked. */
  #returns = 0;
  /** It may hold one more: a message failed, and perhaps on the way back. */
  #unsure = false;

  constructor(client: Client, session: Session, listener: Listener) {
    this.#client = client;
    this.#session = session;
    this.#listener = listener;
  }

  /** There is something to take up, though it may not be here yet. */
  get begun(): boolean {
    return !!this.#session.credentials || !!this.#last();
  }

  /** What the visitor asked last. */
  get question(): string {
    return this.#last()?.text ?? '';
  }

  /** What was answered to the visitor's last message. */
  get answers(): BotMessage[] {
    const after = this.messages.slice(this.messages.indexOf(this.#last()!) + 1);
    return after.filter((message): message is BotMessage => message.from === 'bot');
  }

  /** Fetches what was said before, on another page or in another tab that shares this conversation. */
  async resume(): Promise<void> {
    const { credentials } = this.#session;
    // Another assistant of this page has begun anew, or deleted what was said.
    if (!credentials && this.#told) {
      this.#told = 0;
      this.messages = [];
      this.#listener.changed();
    }
    if (!credentials || this.pending || this.#loading || (this.problem && this.messages.length)) return;
    this.#loading = this.#load(credentials);
    await this.#loading;
    this.#loading = undefined;
    this.#listener.changed();
  }

  /** Sends what the visitor typed, or pressed. */
  async say(words: string, button?: string): Promise<void> {
    if (this.pending) return;
    const text = wellFormed(words);
    const message: VisitorMessage = { from: 'visitor', text, send: button ? { button } : { text } };
    this.messages.push(message);
    this.#returns = 0;
    await this.#deliver(message);
  }

  /**
   * Tries again what went wrong.
   *
   * @param unasked nobody pressed a button for it.
   */
  async retry(unasked = false): Promise<void> {
    if (!this.problem?.retry || this.pending) return;
    this.problem = undefined;
    const last = this.#last();
    // Whoever asks again takes it that what cannot be looked up is answered twice.
    if (last && !unasked) last.sent = false;
    if (last?.failed) await this.#deliver(last);
    else await this.resume();
  }

  /** Tells whether an answer helped; what the visitor sees changes at once, and back if the server does not hear. */
  async rate(answer: string, helpful: boolean, comment?: string): Promise<void> {
    const { credentials, ratings } = this.#session;
    if (!credentials) return;
    this.#session.write({ ratings: { ...ratings, [answer]: helpful } });
    this.#listener.changed();
    try {
      await this.#client.rate(credentials, answer, helpful, comment);
    } catch (error) {
      this.#session.write({ ratings });
      this.#listener.changed();
      throw error;
    }
  }

  /** Begins anew at once; an error means that the server still holds what was said. */
  restart(): Promise<void> {
    const { credentials } = this.#session;
    this.#clear('restarted');
    return this.#erase(credentials);
  }

  /** Deletes the conversation, on the server first: an error means that it is still there. */
  async forget(): Promise<void> {
    await this.#erase(this.#session.credentials);
    this.#clear('forgotten');
  }

  async #erase(credentials: Credentials | undefined): Promise<void> {
    try {
      if (credentials) await this.#client.forget(credentials);
    } catch (error) {
      // Gone already is what was asked for.
      if (!(error instanceof Refusal && error.status === 404)) throw error;
    }
  }

  #clear(what: Notice['what']): void {
    this.#turn.abort();
    this.#session.forget();
    this.#told = 0;
    this.#unsure = false;
    this.pending = false;
    this.problem = undefined;
    this.messages = [{ from: 'notice', what }];
    this.#listener.changed();
  }

  #last(): VisitorMessage | undefined {
    return this.messages.filter((message): message is VisitorMessage => message.from === 'visitor').pop();
  }

  async #load(credentials: Credentials): Promise<void> {
    try {
      this.#adopt(await backOff(() => this.#client.history(credentials)));
      this.problem = undefined;
    } catch (error) {
      if (error instanceof Refusal && error.lost) return this.#lose();
      this.#unsure = true;
      this.#fail(error);
    }
  }

  /** Shows what the server holds, which is what was said. */
  #adopt(past: readonly Past[]): void {
    this.#told = count(past);
    this.#unsure = false;
    this.messages = past.map((message) =>
      message.from === 'bot'
        ? { ...message, from: 'bot' }
        : { from: 'visitor', text: message.text, send: { text: message.text } },
    );
  }

  #lose(): void {
    this.#session.forget();
    this.#told = 0;
    this.messages.push({ from: 'notice', what: 'lost' });
  }

  async #deliver(message: VisitorMessage): Promise<void> {
    const turn = (this.#turn = new AbortController());
    this.pending = true;
    this.problem = undefined;
    message.failed = false;
    this.#listener.changed();
    await this.#loading;
    try {
      await backOff(() => this.#attempt(message, turn.signal), turn.signal);
      this.#listener.answered(this.answers);
    } catch (error) {
      if (turn.signal.aborted) return;
      message.failed = this.#unsure = true;
      this.#fail(error);
    }
    this.pending = false;
    this.#listener.changed();
  }

  async #attempt(message: VisitorMessage, signal: AbortSignal): Promise<void> {
    const known = this.#session.credentials;
    const credentials = known ?? (await this.#client.start(signal));
    if (!known) this.#session.write({ credentials });
    try {
      if ((message.sent || this.#unsure) && (await this.#arrived(message, credentials, signal))) return;
      // Half an answer of a broken attempt is dropped; the message itself comes last.
      const said = this.messages.includes(message) ? this.messages.slice(0, this.messages.indexOf(message)) : this.messages;
      this.messages = [...said, message];
      message.sent = true;
      for await (const answer of this.#client.send(credentials, message.send, signal)) {
        this.messages.push({ ...answer, from: 'bot' });
        this.#listener.changed();
      }
      this.#told++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const lost = error.lost && known;
      if (lost) {
        this.messages = this.messages.filter((other) => other !== message);
        this.#lose();
        this.messages.push(message);
      }
      // A new conversation knows no old button; its words are understood everywhere.
      const unknownButton = 'button' in message.send && (lost || error.code === 'unknown_button');
      if (unknownButton) message.send = { text: message.text };
      if (!lost && !unknownButton) throw error;
      message.sent = false;
      await this.#attempt(message, signal);
    }
  }

  /**
   * Whether a message was answered after all, when it or one before it seemed lost: asking twice would answer twice, and what
   * was answered must not be taken for the answer to another.
   */
  async #arrived(message: VisitorMessage, credentials: Credentials, signal: AbortSignal): Promise<boolean> {
    let past: Past[];
    try {
      past = await this.#client.history(credentials, signal);
    } catch (error) {
      // Who has not been able to ask yet does not wait for the history; nothing is asked twice unasked.
      if (message.sent) throw error;
      return false;
    }
    const more = count(past) > this.#told;
    const latest = past.filter(({ from }) => from === 'visitor').pop()?.text === message.text;
    const answered = more && latest && past[past.length - 1]!.from === 'bot';
    this.#unsure = more && latest && !answered;
    if (more && !this.#unsure) this.#adopt(past);
    return answered;
  }

  #fail(error: unknown): void {
    const refused = error instanceof Refusal && error.message !== '';
    this.problem = {
      kind: refused ? 'refused' : navigator.onLine ? 'unreachable' : 'offline',
      message: refused ? error.message : '',
      retry: !(error instanceof Refusal) || error.status === 429 || error.status >= 500,
    };
    this.#listener.failed(this.problem);
    if (this.problem.kind === 'unreachable' && this.#returns < RETURNS) void this.#awaitReturn(this.problem);
  }

  /** Has what did not get through go as soon as the server is back. */
  async #awaitReturn(problem: Problem): Promise<void> {
    for (let wait = RETURN; this.problem === problem; wait = Math.min(1.3 * wait, LONGEST_RETURN)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (document.hidden || this.problem !== problem || !(await this.#client.ready())) continue;
      this.#returns++;
      return void this.retry(true);
    }
  }
}

function count(past: readonly Past[]): number {
  return past.filter(({ from }) => from === 'visitor').length;
}
