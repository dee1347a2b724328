import { html, nothing, type TemplateResult } from 'lit/html.js';
import { bellIcon, mailIcon, penIcon, phoneIcon } from '../icons';
import type { Labels } from '../labels';
import { breakable, letter } from '../markdown';

/** Whom to turn to. */
export interface Centre {
  name: string;
  phone: string;
  email: string;
  /** When somebody is there, in words. */
  hours: string;
  /** The pages where one asks to be called back, and signs up; without one, a letter does it. */
  callback: string;
  signup: string;
  /** What the visitor asked last. */
  question: string;
}

/** The centre's name, telephone and e-mail, and what one may ask of it. */
export function contactCard(centre: Centre, labels: Labels): TemplateResult {
  const { email, question } = centre;
  const wish = (icon: TemplateResult, which: 'callback' | 'signup') =>
    html`<li>
      <a data-kind=${which} href=${centre[which] || letter(email, labels.letters[which], question)}
        >${icon}<span>${labels[which]}</span></a
      >
    </li>`;
  return html`<p class="centre">${centre.name}</p>
    ${contactLinks(centre, labels)}
    <ul class="contact">
      ${wish(bellIcon, 'callback')}${wish(penIcon, 'signup')}
    </ul>`;
}

/** Its telephone and e-mail as links, and when somebody is there. */
export function contactLinks({ phone, email, hours, question }: Centre, labels: Labels): TemplateResult {
  return html`<ul class="contact">
      <li>
        <a href="tel:${phone.replace(/[^+\d]/g, '')}" aria-label=${labels.callUs(phone)}>${phoneIcon}<span>${phone}</span></a>
      </li>
      <li>
        <a href=${letter(email, labels.letters.question, question)} aria-label=${labels.writeUs(email)}
          >${mailIcon}<span>${breakable(email)}</span></a
        >
      </li>
    </ul>
    ${hours ? html`<p class="hours">${labels.hours}${labels.colon} ${hours}</p>` : nothing}`;
}
