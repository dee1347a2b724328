// What is measured inside the page: the widget as a visitor has it, whatever it is made of and however deep its shadow roots are.
const probe = {
  /** When a visitor could first type, and what one answer took: milliseconds. */
  usable: undefined,
  answered: undefined,
  /** Which live regions held the answer, and which animations ran. */
  live: new Set(),
  animations: new Set(),

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

  typable: (element) =>
    !element.disabled && !element.readOnly && (element.isContentEditable || element.matches('textarea, input:is([type=text], :not([type]))')),

  /** Where a visitor types, once it is to be seen. */
  field: () => [...probe.elements()].find((element) => probe.typable(element) && probe.seen(element)),

  button: () => [...probe.elements()].find((element) => element.matches('button, [role=button]') && probe.seen(element)),

  /** What has the focus. */
  focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  },

  onField: () => probe.typable(probe.focused()),
  onButton: () => probe.focused().matches('button, [role=button]'),

  /** The elements whose own text holds these words. */
  holding: (words) =>
    [...probe.elements()].filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.includes(words)),
    ),

  shown: (words) => probe.holding(words).some(probe.seen),

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

  /** Look every frame, from the next Enter on, whether an answer is shown, and where it is announced. */
  await(words) {
    probe.answered = undefined;
    const start = (event) => {
      if (event.key !== 'Enter') return;
      removeEventListener('keydown', start, true);
      const since = performance.now();
      const look = () => {
        for (const element of probe.holding(words)) probe.live.add(probe.liveAround(element));
        if (probe.answered === undefined && probe.shown(words)) probe.answered = performance.now() - since;
        if (performance.now() - since < 3000) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    addEventListener('keydown', start, true);
  },
};

/** Note what moves, and when one can type; `#open` presses the widget's button as soon as it is there. */
function everyFrame() {
  for (const root of [document, ...[...probe.elements()].flatMap((element) => element.shadowRoot ?? [])])
    for (const moving of root.getAnimations())
      probe.animations.add(`${moving.animationName ?? moving.transitionProperty ?? 'script'} of ${moving.effect?.target?.tagName}`);
  if (probe.usable === undefined && probe.field()) probe.usable = performance.now();
  else if (probe.usable === undefined && location.hash === '#open') probe.button()?.click();
  requestAnimationFrame(everyFrame);
}

requestAnimationFrame(everyFrame);
window.probe = probe;
