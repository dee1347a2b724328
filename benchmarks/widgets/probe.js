// What is measured inside the page: the widget as a visitor has it, whatever it is made of and however deep its shadow roots are.
const LONGEST = 10000; // ms: an answer is looked for so long
const BUTTON = 'button, [role=button]';
const FIELD = 'textarea, input:is([type=text], :not([type]))';

const probe = {
  /** What the time to the open window's first paint begins with. */
  since: 'navigation',
  /** When the open window, with a field to type in, was first painted, in ms from `since` and from the navigation. */
  painted: undefined,
  usable: undefined,
  /** What an answer took, in ms, once it is shown. */
  answered: undefined,
  /** Which live regions held the answer. */
  live: new Set(),

  /** All elements, through open shadow roots. */
  *elements(root = document) {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* probe.elements(element.shadowRoot);
    }
  },

  seen(element) {
    const box = element.getBoundingClientRect();
    // What only a screen reader is to find is clipped to a pixel or so.
    return box.width > 4 && box.height > 4 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  },

  typable: (element) => !element.disabled && !element.readOnly && (element.isContentEditable || element.matches(FIELD)),

  find: (wanted) => [...probe.elements()].find((element) => wanted(element) && probe.seen(element)),

  /** Where a visitor types, once it is to be seen. */
  field: () => probe.find(probe.typable),

  button: () => probe.find((element) => element.matches(BUTTON)),

  /** What has the focus. */
  focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  },

  onField: () => probe.typable(probe.focused()),
  onButton: () => probe.focused().matches(BUTTON),

  /** The elements whose own text holds these words. */
  holding: (words) =>
    [...probe.elements()].filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.includes(words)),
    ),

  /** What makes a screen reader say an element's new text, if anything does. */
  liveAround(element) {
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
      const role = at.getAttribute('role');
      const polite = at.getAttribute('aria-live');
      if (polite === 'off') return undefined;
      if (polite) return role ? `role=${role} aria-live=${polite}` : `aria-live=${polite}`;
      if (['log', 'status', 'alert'].includes(role)) return `role=${role}`;
    }
    return undefined;
  },

  /** Whether these words are to be seen. */
  shows: (words) => probe.holding(words).some(probe.seen),

  /** Look in every frame, from the next Enter on, whether an answer is shown, and what announces it: that may come later. */
  await(words) {
    const sent = (event) => {
      if (event.key !== 'Enter') return;
      removeEventListener('keydown', sent, true);
      const since = performance.now();
      const look = () => {
        for (const element of probe.holding(words)) probe.live.add(probe.liveAround(element));
        if (probe.shows(words)) probe.answered ??= performance.now() - since;
        if (performance.now() - since < LONGEST) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    addEventListener('keydown', sent, true);
  },

  /** What a visitor sees of an answer and of the field: their styles and sizes, wherever they are. */
  look(words) {
    const styles = ['color', 'backgroundColor', 'fontFamily', 'fontSize', 'padding', 'borderWidth', 'borderRadius'];
    return [probe.holding(words).find(probe.seen), probe.field()].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      return [
        width,
        height,
        ...[element, element.parentElement].flatMap((one) => styles.map((style) => getComputedStyle(one)[style])),
      ];
    });
  },
};

/** Look in every frame for the open window; at `#open` the widget's button is pressed as soon as it is there. */
let pressed = 0;
function look() {
  const waits = location.hash === '#open' && probe.since === 'navigation' && !probe.field();
  const button = waits && probe.button();
  if (button) {
    probe.since = 'its button';
    // A visitor does not press while a frame is made.
    setTimeout(() => {
      pressed = performance.now();
      button.click();
    });
  }
  if (!probe.field()) requestAnimationFrame(look);
  // The frame that shows it is being made; when the next one begins, it has been painted.
  else
    requestAnimationFrame(() => {
      probe.usable = performance.now();
      probe.painted = probe.usable - pressed;
    });
}

requestAnimationFrame(look);
window.probe = probe;
