/** Where the window takes the whole screen: phones, and a desktop zoomed to 400 %. */
const small = matchMedia('(max-width: 30em), (max-height: 26em)');
/** Paper has no layers above the page. */
const print = matchMedia('print');
/** Where focus in a field brings up a keyboard that hides half the screen. */
const touch = matchMedia('(pointer: coarse)');

interface Host extends HTMLElement {
  readonly opened: boolean;
  readonly dialog: HTMLDialogElement;
}

/** Puts the window on the screen: over all of a small one, else beside the page, which stays usable. */
export class Placement {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Follows the screen until aborted. */
  follow(options: AddEventListenerOptions): void {
    small.addEventListener('change', this.place, options);
    print.addEventListener('change', this.place, options);
    window.visualViewport?.addEventListener('resize', this.#fit, options);
  }

  /** The window hides the page. */
  get covers(): boolean {
    return small.matches;
  }

  /** Whether the field may take the focus without hiding what there is to read. */
  get roomy(): boolean {
    return !touch.matches && !small.matches;
  }

  /** Shows or hides the window, as the host has it. */
  readonly place = (): void => {
    const { dialog, opened } = this.#host;
    const covers = small.matches && !print.matches;
    dialog.parentElement!.togglePopover?.(!print.matches);
    if (!opened || dialog.matches(':modal') !== covers) dialog.close();
    if (!opened) return;
    if (!covers) dialog.setAttribute('open', '');
    else if (!dialog.open) dialog.showModal();
    this.#fit();
  };

  /** Keeps the window above a phone's keyboard. */
  readonly #fit = (): void => {
    const { height = 0, offsetTop = 0, scale = 1 } = window.visualViewport ?? {};
    const keyboard = this.#host.opened && small.matches && scale === 1 && height < window.innerHeight;
    this.#host.style.setProperty('--clercs-height', keyboard ? `${height}px` : '');
    this.#host.style.setProperty('--clercs-top', keyboard ? `${offsetTop}px` : '');
  };
}
