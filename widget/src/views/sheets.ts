import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyIcon, deleteIcon, downloadIcon, restartIcon } from '../icons';
import type { Labels } from '../labels';
import { contactCard, type Centre } from './contact';
import { privacyNote } from './privacy';

/** What may unfold under the window's head. */
export type Sheet = 'menu' | 'contact' | 'forget';

export interface SheetSetting {
  labels: Labels;
  centre: Centre;
  privacy: string;
  copy(): void;
  download(): void;
  restart(): void;
  askForget(): void;
  forget(): void;
  keep(): void;
}

/** The sheet that is unfolded. */
export function sheet(which: Sheet, setting: SheetSetting): TemplateResult {
  const content = { menu, contact: () => contactCard(setting.centre, setting.labels), forget: forgetQuestion };
  return html`<div class="sheet" id="sheet">${content[which](setting)}</div>`;
}

function menu({ labels, privacy, copy, download, restart, askForget }: SheetSetting): TemplateResult {
  const item = (icon: TemplateResult, words: string, act: () => void) =>
    html`<li>
      <button type="button" class="item" @click=${act}>${icon}<span>${words}</span></button>
    </li>`;
  return html`<ul class="menu">
      ${navigator.clipboard ? item(copyIcon, labels.copy, copy) : nothing} ${item(downloadIcon, labels.download, download)}
      ${item(restartIcon, labels.restart, restart)} ${item(deleteIcon, labels.forget, askForget)}
    </ul>
    ${privacyNote(privacy, labels)}`;
}

function forgetQuestion({ labels, forget, keep }: SheetSetting): TemplateResult {
  return html`<div role="group" aria-labelledby="forget">
    <p id="forget">${labels.forgetQuestion}</p>
    <div class="row">
      <button type="button" class="primary" @click=${forget}>${labels.forgetYes}</button>
      <button type="button" class="plain" @click=${keep}>${labels.forgetNo}</button>
    </div>
  </div>`;
}
