/**
 * What a screen reader is to say, politely. Two regions take turns, so that the same words can be said again.
 */
export class Announcer {
  readonly regions: [string, string] = ['', ''];
  readonly #changed: () => void;
  #turn = 0;
  /** What is to be said later, if nothing comes first. */
  #due: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Says a text after whatever is being said, and nothing of what was still due. */
  say(text: string): void {
    clearTimeout(this.#due);
    this.regions.fill('');
    this.#turn = 1 - this.#turn;
    this.regions[this.#turn] = text;
    this.#changed();
  }

  /** Says a text in so long (in ms), unless something else is said before. */
  sayLater(text: string, wait: number): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.say(text), wait);
  }
}
