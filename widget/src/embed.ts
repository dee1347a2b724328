import { NAME } from './element';

/** What a script tag may say, and the element's attribute that it becomes. */
const ATTRIBUTES = {
  server: 'server',
  title: 'heading',
  colour: 'colour',
  position: 'position',
  offset: 'offset',
  lang: 'lang',
  privacy: 'privacy',
  centre: 'centre',
  phone: 'phone',
  email: 'email',
} as const;

/**
 * Puts an assistant on the page as its script tag asks for it.
 *
 * The server is where the script came from unless `data-server` says otherwise. With `data-define-only` nothing is
 * placed: the page holds `<clercs-assistant>` itself.
 */
export function embed(tag: HTMLOrSVGScriptElement | null): void {
  if (!(tag instanceof HTMLScriptElement) || 'defineOnly' in tag.dataset) return;
  const element = document.createElement(NAME);
  element.setAttribute('server', new URL('.', tag.src || location.href).href);
  for (const [data, attribute] of Object.entries(ATTRIBUTES)) {
    const value = tag.dataset[data];
    if (value !== undefined) element.setAttribute(attribute, value);
  }
  const place = () => document.body.append(element);
  if (document.body) place();
  else document.addEventListener('DOMContentLoaded', place, { once: true });
}
