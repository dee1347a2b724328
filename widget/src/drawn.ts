import { render, type TemplateResult } from 'lit/html.js';

/**
 * An element that draws itself in its shadow, once for all that changes in a moment.
 *
 * Lit's own element does this and much that is not needed here, for a tenth of the script: of Lit the templates are enough.
 */
export abstract class DrawnElement extends HTMLElement {
  readonly #changed = new Set<string>();
  #drawn = Promise.resolve();
  #due = false;
  protected readonly root: ShadowRoot;

  constructor(styles: string) {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.root.adoptedStyleSheets = [sheet];
  }

  /** Has been drawn as it is now. */
  get updateComplete(): Promise<void> {
    return this.#drawn;
  }

  /** Draws soon what has changed. */
  requestUpdate(property?: string): void {
    if (property) this.#changed.add(property);
    if (this.#due) return;
    this.#due = true;
    this.#drawn = this.#drawn.then(() => {
      this.#due = false;
      const changed = new Set(this.#changed);
      this.#changed.clear();
      this.prepare(changed);
      render(this.render(), this.root, { host: this });
      this.drawn(changed);
    });
  }

  /** What follows from changes before they are drawn. */
  protected abstract prepare(changed: ReadonlySet<string>): void;

  protected abstract render(): TemplateResult;

  /** What follows from changes once they are drawn. */
  protected abstract drawn(changed: ReadonlySet<string>): void;
}

/**
 * Makes properties of an element such that it is drawn anew when they change.
 *
 * @param element its class.
 * @param initial the properties and what they are at first.
 */
export function reactive(element: { prototype: DrawnElement }, initial: object): void {
  for (const [name, value] of Object.entries(initial)) {
    const values = new WeakMap<DrawnElement, unknown>();
    Object.defineProperty(element.prototype, name, {
      get(this: DrawnElement) {
        return values.has(this) ? values.get(this) : value;
      },
      set(this: DrawnElement, to: unknown) {
        if (to === (this as unknown as Record<string, unknown>)[name]) return;
        values.set(this, to);
        this.requestUpdate(name);
      },
    });
  }
}
