import { html, type TemplateResult } from 'lit/html.js';
import type { Answer, Citation, Table } from '../client';
import { quoteIcon } from '../icons';
import type { Labels } from '../labels';
import { inline, markdown, type Setting } from '../markdown';

/** The lines that name the sheets, in whose place their citations stand. */
const SOURCES = /^_Source.*\n?/gm;

/** As many characters of a cell fit beside two others on a phone. */
const SHORT = 20;

/** The text of an answer without what is shown otherwise: its sources, and what the greeting has said. */
export function words({ text, citations }: Answer, labels: Labels, greeted: boolean): string {
  const cited = citations?.length ? text.replace(SOURCES, '') : text;
  return greeted ? cited.replace(labels.greeted, '') : cited;
}

/** An answer: its text, a table in place of the lines that say the same, and what it rests on. */
export function answer(message: Answer, text: string, setting: Setting): TemplateResult[] {
  const { citations, table } = message;
  // A text that does not hold the table's lines says all by itself.
  const [before, ...after] = table ? text.split(table.replaces) : [text];
  return [
    ...markdown(before!, setting),
    ...(after.length ? [grid(table!, setting), ...markdown(after.join(''), setting)] : []),
    ...(citations?.length ? [sources(citations, setting.labels)] : []),
  ];
}

/** The roles are those that the elements have by themselves, and lose in some browsers where they are laid out otherwise. */
function grid({ caption, columns, rows }: Table, setting: Setting): TemplateResult {
  // Short cells stand side by side on a phone, too.
  const wide = columns.length > 2 && rows.flat().some((cell) => cell.length > SHORT);
  return html`<table role="table" class=${wide ? 'wide' : ''}>
    <caption>
      ${inline(caption, setting)}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ([head, ...cells]) =>
          html`<tr role="row">
            <th role="rowheader" scope="row">${inline(head!, setting)}</th>
            ${cells.map((cell, place) => html`<td role="cell" data-head=${columns[place + 1]!}>${inline(cell, setting)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function sources(citations: readonly Citation[], { source: name, sources: names, colon }: Labels): TemplateResult {
  return html`<ul class="sources" aria-label=${names}>
    ${citations.map(
      ({ title, date, source, quotes }) =>
        html`<li>
          <details>
            <summary>${quoteIcon}<span>${name}${colon} ${title} (${date})</span></summary>
            <p>${source}</p>
            ${quotes.map((quote) => html`<blockquote>${quote}</blockquote>`)}
          </details>
        </li>`,
    )}
  </ul>`;
}
