import { ATTRIBUTES, NAME } from './element';

/**
 * Puts an assistant on the page as its script tag asks for it; with `data-define-only` the page holds it itself.
 *
 * @param tag the one that runs; a module is not told which that is.
 */
export function embed(tag: HTMLOrSVGScriptElement | null): void {
  const tags = tag ? [tag] : [...document.querySelectorAll('script[type=module][src*="widget.js"]')];
  if (!tags.length)
    console.warn(
      'clercs-assistant : balise introuvable. Mettez <script src="…/widget.js" defer> ou <clercs-assistant server="…">.',
    );
  for (const one of tags) {
    if (!(one instanceof HTMLScriptElement) || 'defineOnly' in one.dataset) continue;
    if (document.body) place(one);
    else document.addEventListener('DOMContentLoaded', () => place(one), { once: true });
  }
}

/**
 * Beside the body and not in it: the assistant outlives bodies that are replaced (Turbo, htmx, routers), and where such a body
 * brings its script again the assistant that is there is set up anew.
 */
function place({ src, dataset }: HTMLScriptElement): void {
  const page = document.documentElement;
  const heading = dataset.title;
  const there = [...page.children].find((one) => one.localName === NAME && one.getAttribute('heading') == heading);
  const element = there ?? document.createElement(NAME);
  const values: DOMStringMap = { server: new URL('.', src || location.href).href, ...dataset, heading };
  // As `data-…` on the script's tag; the heading is its `data-title`.
  for (const attribute of [...Object.keys(ATTRIBUTES), 'lang']) {
    const value = values[attribute];
    if (value === undefined) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
  }
  if (!there) page.append(element);
}
