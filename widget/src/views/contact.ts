import { html, type TemplateResult } from 'lit';
import { mailIcon, phoneIcon } from '../icons';
import type { Labels } from '../labels';
import { breakable } from '../markdown';

/** Whom to turn to. */
export interface Centre {
  name: string;
  phone: string;
  email: string;
}

/** The centre's name, telephone and e-mail. */
export function contactCard(centre: Centre, labels: Labels): TemplateResult {
  return html`<p class="centre">${centre.name}</p>
    ${contactLinks(centre, labels)}`;
}

/** Its telephone and e-mail as links. */
export function contactLinks({ phone, email }: Centre, labels: Labels): TemplateResult {
  return html`<ul class="contact">
    <li>
      <a href="tel:${phone.replace(/[^+\d]/g, '')}" aria-label=${labels.callUs(phone)}>${phoneIcon}<span>${phone}</span></a>
    </li>
    <li>
      <a href="mailto:${email}" aria-label=${labels.writeUs(email)}>${mailIcon}<span>${breakable(email)}</span></a>
    </li>
  </ul>`;
}
