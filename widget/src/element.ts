import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Announcer } from './announcer';
import { CENTRE } from './centre';
import { Client, wellFormed, type Button } from './client';
import { palette } from './colour';
import { Conversation, type BotMessage, type Problem } from './conversation';
import { DrawnElement, reactive } from './drawn';
import { chatIcon, closeIcon, enlargeIcon, menuIcon, phoneIcon } from './icons';
import { labelsOf, type Labels } from './labels';
import { spoken } from './markdown';
import { words } from './views/answer';
import { Placement } from './placement';
import { Session } from './session';
import styles from './styles.css';
import { download, transcript } from './transcript';
import type { ClercsAssistant, ClercsEvents } from './widget';
import { composer, composing, lengthOf, LIMIT } from './views/composer';
import type { Centre } from './views/contact';
import { log, problemText } from './views/log';
import { sheet, type Sheet } from './views/sheets';

export const NAME = 'clercs-assistant';

/** How long (in ms) an answer may take before a screen reader is told that it is being written. */
const LONG = 1000;
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
/** The longest answer that a screen reader is made to say in one go, and what it is told of a longer one. */
const LONGEST_SAID = 240;
const FIRST_SENTENCE = /^.{40,}?[.!?…](?=\s)/;

/** The attributes that are properties too, and what they are without. */
export const ATTRIBUTES = {
  /** The address that `/webhooks/web` is under. */
  server: location.origin,
  /** The window's name. */
  heading: '',
  /** The main colour, `#rrggbb`. */
  colour: '',
  /** The side of the screen: `left`, else right. */
  position: '',
  /** How many pixels of the page below the launcher stay free. */
  offset: '',
  /** `light` or `dark`, where the site has one look whatever the system's. */
  theme: '',
  /** Questions offered before the first one, with `|` between them. */
  suggestions: undefined as string | undefined,
  /** What the button says while nothing was said, and the first message; Markdown. */
  launcher: '',
  greeting: '',
  /** `inherit`: the page's own. */
  font: '',
  /** The address of the page about privacy. */
  privacy: '',
  centre: CENTRE.name,
  phone: CENTRE.phone,
  email: CENTRE.email,
  /** When somebody is there, in words. */
  hours: '',
  /** The addresses of the pages where one asks to be called back, and signs up. */
  callback: '',
  signup: '',
};

const STATE = {
  /** The window is open. */
  opened: false,
  text: '',
  sheet: undefined as Sheet | undefined,
  /** The window beside the page is larger than it need be. */
  large: false,
  commenting: undefined as string | undefined,
  /** What has just been done, in words. */
  done: '',
};

type Properties = typeof ATTRIBUTES & typeof STATE;

export interface AssistantElement extends Properties {}

/** The assistant: a button that opens a window to talk in. Nothing is asked of the server before the first message. */
export class AssistantElement extends DrawnElement implements ClercsAssistant {
  static readonly observedAttributes = [...Object.keys(ATTRIBUTES), 'open'];

  #session!: Session;
  #conversation: Conversation | undefined;
  readonly #announcer = new Announcer(() => this.requestUpdate());
  readonly #placement = new Placement(this);
  /** What had the focus before the window took it. */
  #cameFrom: HTMLElement | undefined;
  /** Ends what is listened to outside. */
  #listening!: AbortController;

  constructor() {
    super(styles);
  }

  get #root(): HTMLElement {
    return this.root.querySelector<HTMLElement>('.root')!;
  }

  get dialog(): HTMLDialogElement {
    return this.#find('dialog') as HTMLDialogElement;
  }

  get #launcher(): HTMLElement {
    return this.#find('.launcher');
  }

  get #labels(): Labels {
    return labelsOf(this.lang || 'fr');
  }

  get #name(): string {
    return this.heading || this.#labels.heading;
  }

  get #suggestions(): readonly string[] {
    return (this.suggestions ?? CENTRE.suggestions).split('|').filter((question) => question.trim());
  }

  get #whom(): Centre {
    const { centre: name, phone, email, hours, callback, signup } = this;
    return { name, phone, email, hours, callback, signup, question: this.#conversation?.question ?? '' };
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    if (name === 'open') this.opened = value !== null;
    else Object.assign(this, { [name]: value ?? ATTRIBUTES[name as keyof typeof ATTRIBUTES] });
  }

  connectedCallback(): void {
    this.#session = new Session(this.server);
    this.large = this.#session.large;
    this.text = this.#session.draft;
    // On a phone the window would hide the page that was asked for.
    if (this.#session.open === this.#name && !this.#placement.covers) this.opened = true;
    this.#listening = new AbortController();
    const until = { signal: this.#listening.signal };
    document.addEventListener('visibilitychange', this.#refresh, until);
    window.addEventListener('online', this.#reconnect, until);
    window.addEventListener('keydown', this.#pageKey, until);
    window.addEventListener('click', this.#pageClick, until);
    darkSystem.addEventListener('change', () => this.requestUpdate(), until);
    this.#placement.follow(until);
    this.requestUpdate();
    void this.updateComplete.then(() => this.isConnected && this.#placement.place());
  }

  disconnectedCallback(): void {
    this.#listening.abort();
    this.#announcer.say('');
  }

  /** Opens the window and moves the focus into it; closing gives it back to what has it now. */
  open(): void {
    const active = document.activeElement as HTMLElement;
    this.#open(active === this || active === document.body ? this.#launcher : active);
  }

  /**
   * Opens the window and asks a question in the visitor's name; what they were writing stays. While an answer is awaited, the
   * question waits in the field.
   */
  ask(text: string): void {
    const draft = this.text;
    this.prefill(text);
    void this.updateComplete.then(() => {
      this.#send('page');
      if (!this.text) this.#write(draft);
    });
  }

  /** Opens the window with a text in the field, for the visitor to go on. */
  prefill(text: string): void {
    this.open();
    this.#write(text);
  }

  #open(from: HTMLElement): void {
    this.#cameFrom = from;
    this.opened = true;
    void this.updateComplete.then(() => {
      this.#focusInside();
      if (!this.#session.credentials) this.#announcer.say(spoken(this.greeting || CENTRE.greeting));
    });
  }

  /** Closes the window and gives the focus back. */
  close(): void {
    this.#shut();
    void this.updateComplete.then(() => (this.#cameFrom?.isConnected ? this.#cameFrom : this.#launcher).focus());
  }

  #shut(): void {
    this.opened = false;
    this.sheet = undefined;
    this.#announcer.say('');
  }

  protected override prepare(changed: ReadonlySet<string>): void {
    if (changed.has('colour')) this.#paint();
    const font = this.font === 'inherit' ? getComputedStyle(document.body).fontFamily : '';
    if (changed.has('font')) this.style.setProperty('--clercs-font', font);
    if (changed.has('offset')) this.style.setProperty('--clercs-offset', this.offset && `${parseFloat(this.offset) || 0}px`);
    if (this.opened && !this.#conversation) {
      this.#conversation = new Conversation(new Client(this.server), this.#session, {
        changed: () => this.requestUpdate(),
        answered: (answers) => {
          this.#tell('answered', { sources: answers.reduce((sum, { citations }) => sum + (citations?.length ?? 0), 0) });
          if (answers.some(({ understood }) => understood === false)) this.#tell('not-understood', null);
          this.#announce(answers);
        },
        failed: (problem) => this.#explain(problem),
      });
    }
  }

  protected override drawn(changed: ReadonlySet<string>): void {
    if (!changed.has('opened')) return;
    this.toggleAttribute('open', this.opened);
    this.#tell(this.opened ? 'opened' : 'closed', null);
    if (this.opened) this.#session.write({ open: this.#name });
    else if (this.#session.open === this.#name) this.#session.write({ open: undefined });
    this.#placement.place();
    if (this.opened) {
      for (const other of document.querySelectorAll<AssistantElement>(NAME))
        if (other !== this && other.opened) other.opened = false;
      const conversation = this.#conversation!;
      void conversation.resume().then(() => {
        this.#bringAnswer();
        if (this.#session.unread && !conversation.pending) this.#announce(conversation.answers);
      });
    }
  }

  protected override render(): TemplateResult {
    const labels = this.#labels;
    const dark = this.theme === 'dark' || (this.theme !== 'light' && darkSystem.matches);
    const begun = !!this.#session.credentials;
    const unread = this.#session.unread && !this.#conversation?.pending;
    return html`<section
      class="root ${dark ? 'dark' : ''} ${this.position}"
      popover="manual"
      lang=${labels.lang}
      aria-label="${labels.region}${labels.colon} ${this.#name}"
    >
      <button
        type="button"
        class="launcher"
        part="launcher"
        aria-haspopup="dialog"
        ?hidden=${this.opened}
        @click=${() => this.#open(this.#launcher)}
      >
        ${chatIcon}<span
          .textContent=${begun ? (unread ? labels.resumeUnread : labels.resume) : this.launcher || labels.launcher}
        ></span>
        ${begun ? html`<i class="dot"></i>` : nothing}
      </button>
      <dialog
        part="window"
        class="window ${this.large ? 'large' : ''}"
        aria-labelledby="title"
        @keydown=${this.#key}
        @keyup=${stop}
        @keypress=${stop}
        @click=${this.#followed}
        @cancel=${this.#cancel}
        @close=${this.#closed}
      >
        ${this.#conversation ? this.#content(this.#conversation, labels) : nothing}
      </dialog>
      ${this.opened ? nothing : this.#regions()}
    </section>`;
  }

  #content(conversation: Conversation, labels: Labels): TemplateResult {
    // Before that there is nothing to keep or delete.
    const { begun } = conversation;
    const setting = { labels, centre: this.#whom, privacy: this.privacy, greeting: this.greeting };
    const toggle = (which: Sheet, name: string, icon: TemplateResult, unfolded = this.sheet === which) =>
      html`<button
        type="button"
        class="head-button"
        title=${name}
        aria-expanded=${unfolded}
        aria-controls="sheet"
        @click=${() => this.#unfold(unfolded ? undefined : which)}
      >
        ${icon}
      </button>`;
    return html`<div class="head" part="head">
        <div class="titles">
          <h2 id="title" tabindex="-1">${this.#name}</h2>
          <p>${labels.automatic}</p>
        </div>
        ${toggle('contact', labels.contact, phoneIcon)}
        ${begun ? toggle('menu', labels.menu, menuIcon, this.sheet === 'menu' || this.sheet === 'forget') : nothing}
        <button
          type="button"
          class="head-button enlarge"
          title=${labels.enlarge}
          aria-pressed=${this.large}
          @click=${this.#enlarge}
        >
          ${enlargeIcon}
        </button>
        <button type="button" class="head-button" title=${labels.close} @click=${this.close}>${closeIcon}</button>
      </div>
      ${
        this.sheet
          ? sheet(this.sheet, {
              ...setting,
              copy: this.#copyText,
              download: this.#save,
              restart: this.#restart,
              askForget: () => this.#unfold('forget', true),
              forget: this.#forget,
              keep: () => this.#unfold('menu', true),
            })
          : nothing
      }
      ${log({
        ...setting,
        conversation,
        ratings: this.#session.ratings,
        commenting: this.commenting,
        ask: (text, event) => this.#say(text, 'suggestion', event),
        press: (button, event) => this.#say(button.title, 'reply', event, button),
        suggestions: this.#suggestions,
        rate: this.#rate,
        comment: this.#comment,
        dismissComment: () => this.#dismissComment(),
        retry: this.#retry,
      })}
      ${this.done ? html`<p class="done" .textContent=${this.done}></p>` : nothing}
      ${composer({
        labels,
        text: this.text,
        pending: conversation.pending,
        typed: this.#typed,
        send: () => this.#send(),
      })}
      ${this.opened ? this.#regions() : nothing}`;
  }

  /** What a screen reader listens to, in the window while it is open: nothing else may speak then. */
  #regions(): TemplateResult[] {
    return this.#announcer.regions.map((text) => html`<p class="hidden" role="status" .textContent=${text}></p>`);
  }

  // What the visitor does

  #typed = (text: string): void => {
    this.#write(text);
    this.done = '';
  };

  #write(text: string): void {
    this.text = text;
    this.#session.write({ draft: text });
  }

  #send(by: 'text' | 'page' = 'text'): void {
    const text = wellFormed(this.text);
    const excess = lengthOf(text) - LIMIT;
    if (this.#conversation!.pending) return;
    if (!text || excess > 0) return this.#report(text ? this.#labels.tooLong(excess) : this.#labels.empty);
    this.#write('');
    this.#say(text, by);
  }

  #say(text: string, by: ClercsEvents['clercs-asked']['detail']['by'], event?: Event, button?: Button): void {
    this.#tell('asked', { by });
    // What was pressed is about to vanish: the focus must not vanish with it.
    if (event) this.#leave(event);
    this.done = '';
    this.sheet = undefined;
    this.commenting = undefined;
    this.#session.write({ unread: true });
    void this.#conversation!.say(text, button?.id);
    this.#awaitAnswer();
  }

  #retry = (event: Event): void => {
    this.#leave(event);
    void this.#conversation!.retry();
    this.#awaitAnswer();
  };

  #rate = (answer: string, helpful: boolean): void => {
    this.commenting = helpful ? undefined : answer;
    if (!helpful) void this.updateComplete.then(() => this.#find('#comment').focus());
    this.#opinion(answer, helpful);
  };

  #comment = (answer: string, event: SubmitEvent): void => {
    event.preventDefault();
    const comment = new FormData(event.target as HTMLFormElement).get('comment') as string;
    this.#dismissComment();
    this.#opinion(answer, false, comment);
  };

  #dismissComment(): void {
    this.commenting = undefined;
    this.#focusInside();
  }

  #opinion(answer: string, helpful: boolean, comment?: string): void {
    if (comment === undefined) this.#tell('rated', { helpful });
    this.#conversation!.rate(answer, helpful, comment).then(
      () => {
        this.#report(this.#labels.thanks);
        this.#bring('.comment', 'nearest');
      },
      () => this.#report(this.#labels.ratingFailed),
    );
  }

  #copyText = (): void => {
    navigator.clipboard.writeText(this.#transcript()).then(
      () => this.#report(this.#labels.copied),
      () => this.#report(this.#labels.copyFailed),
    );
  };

  #save = (): void => download(this.#labels.fileName, this.#transcript());

  #restart = (): void => {
    this.#conversation!.restart().catch(() => this.#report(this.#labels.restartFailed));
    this.#begin(this.#labels.notices.restarted);
  };

  #forget = (): void => {
    this.#conversation!.forget().then(
      () => this.#begin(this.#labels.notices.forgotten),
      () => this.#report(this.#labels.forgetFailed),
    );
  };

  #begin(notice: string): void {
    this.sheet = undefined;
    this.done = '';
    this.#announcer.say(notice);
    this.#bring('.notice');
    this.#focusInside();
  }

  #unfold(which: Sheet | undefined, focus = false): void {
    this.sheet = which;
    this.done = '';
    if (focus) void this.updateComplete.then(() => this.#find('.sheet button').focus());
  }

  #enlarge = (): void => {
    this.large = !this.large;
    this.#session.write({ large: this.large });
  };

  #key = (event: KeyboardEvent): void => {
    // The page's own shortcuts are not meant while one types here.
    event.stopPropagation();
    if (event.key !== 'Escape' || composing(event)) return;
    event.preventDefault();
    this.#stepBack();
  };

  /** Escape on the page beside the window closes it, unless something of the page is to hear it. */
  #pageKey = (event: KeyboardEvent): void => {
    const meant = event.key === 'Escape' && !composing(event) && !event.defaultPrevented && !document.querySelector(':modal');
    if (meant && this.opened) this.#shut();
  };

  /** A link or button of the page may ask a question, or open the window. */
  #pageClick = (event: MouseEvent): void => {
    const link = (event.target as Partial<Element>).closest?.<HTMLElement>('[data-clercs-ask]');
    const elsewhere = event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link || elsewhere || document.querySelector(NAME) !== this) return;
    event.preventDefault();
    // Safari does not focus what is pressed.
    link.focus();
    if (link.dataset.clercsAsk) this.ask(link.dataset.clercsAsk);
    else this.open();
  };

  /** Escape, or a phone's way back. */
  #cancel = (event: Event): void => {
    event.preventDefault();
    this.#stepBack();
  };

  /** The browser may close the window without asking. */
  #closed = (): void => {
    if (this.opened && !this.dialog.open) this.close();
  };

  #stepBack(): void {
    if (!this.sheet) return this.close();
    const button = this.#find('[aria-expanded=true]');
    this.#unfold(undefined);
    button.focus();
  }

  /** Tells the page what happened, in words of ours alone. */
  #tell<Name extends 'opened' | 'closed' | 'asked' | 'answered' | 'not-understood' | 'failed' | 'rated' | 'followed'>(
    name: Name,
    detail: ClercsEvents[`clercs-${Name}`]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(`clercs-${name}`, { detail, bubbles: true, composed: true }));
  }

  #followed = (event: Event): void => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a, summary');
    if (!link) return;
    const { protocol = '', dataset } = link;
    const kind = protocol === 'tel:' ? 'phone' : protocol === 'mailto:' ? 'mail' : protocol ? 'web' : 'source';
    // What is folded again is not followed.
    if (!link.parentElement!.hasAttribute('open')) this.#tell('followed', { kind: (dataset.kind as 'callback') ?? kind });
  };

  // What the visitor sees and hears

  #transcript(): string {
    return transcript(this.#name, this.#conversation!.messages, this.#labels);
  }

  /** Shows a short message beside the field and has it said. */
  #report(text: string): void {
    this.done = text;
    this.#announcer.say(text);
  }

  #announce(answers: readonly BotMessage[]): void {
    const { bot, colon, rest, replies, resumeUnread } = this.#labels;
    if (!this.opened) return this.#announcer.say(resumeUnread);
    this.#session.write({ unread: false });
    if (!answers.length) return;
    const all = answers.map((answer) => spoken(words(answer, this.#labels, !this.greeting))).join(' ');
    const first = all.length > LONGEST_SAID && FIRST_SENTENCE.exec(all)?.[0];
    const offered = answers[answers.length - 1]?.buttons.length;
    this.#announcer.say([`${bot}${colon}`, first ? `${first} ${rest}` : all, offered ? replies(offered) : ''].join(' ').trim());
    this.#bringAnswer();
  }

  #explain(problem: Problem): void {
    this.#tell('failed', { kind: problem.kind });
    this.#session.write({ unread: false });
    this.#announcer.say(problemText(problem, this.#labels));
    this.#bring('.trouble', 'nearest');
  }

  #awaitAnswer(): void {
    this.#bring();
    this.#announcer.sayLater(this.#labels.typing, LONG);
  }

  /** Brings the visitor's last message to the top: a long answer is read from its beginning. */
  #bring(target = '.message.visitor', block: ScrollLogicalPosition = 'start'): void {
    void this.updateComplete.then(() => [...this.#root.querySelectorAll(target)].pop()?.scrollIntoView({ block }));
  }

  /** The same, unless that message would leave no room for the answer's beginning. */
  #bringAnswer(): void {
    void this.updateComplete.then(() => {
      const question = [...this.#root.querySelectorAll<HTMLElement>('.message.visitor')].pop();
      const log = this.#find('.log');
      const tall = question && question.offsetHeight > log.clientHeight / 3;
      (tall ? question.nextElementSibling : question)?.scrollIntoView();
    });
  }

  #find(selector: string): HTMLElement {
    return this.#root.querySelector<HTMLElement>(selector)!;
  }

  #focusInside(): void {
    this.#find(this.#placement.roomy ? '#question' : '#title').focus();
  }

  #leave(event: Event): void {
    const finger = (event as PointerEvent).pointerType === 'touch';
    this.#find(finger ? '.log' : '#question').focus({ preventScroll: true });
  }

  #paint(): void {
    const colours = palette(this.colour);
    this.style.setProperty('--clercs-accent', colours?.accent ?? '');
    this.style.setProperty('--clercs-ink', colours?.ink ?? '');
    this.style.setProperty('--clercs-link', colours?.link ?? '');
  }

  #refresh = (): void => {
    if (!document.hidden && this.opened) void this.#conversation?.resume();
  };

  #reconnect = (): void => {
    if (this.opened) void this.#conversation?.retry();
  };
}

reactive(AssistantElement, { ...ATTRIBUTES, ...STATE });

function stop(event: Event): void {
  event.stopPropagation();
}
