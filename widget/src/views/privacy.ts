import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Labels } from '../labels';

/** What happens to what is written; more of it on the page's own page about privacy, where it has one. */
export function privacyNote(page: string, labels: Labels): TemplateResult {
  const link = html`<a href=${page} target="_blank" rel="noopener"
    >${labels.privacyLink}<span class="hidden"> ${labels.newTab}</span></a
  >`;
  return html`<p class="privacy">${labels.privacy} ${page ? link : nothing}</p>`;
}
