import { html, type TemplateResult } from 'lit/html.js';
import type { Labels, Letter } from './labels';

/** A run of text and what it is. */
type Span =
  { kind: 'text' | 'bold' | 'italic' | 'raised' | 'email'; text: string } | { kind: 'link'; text: string; href: string };

/** Lines that belong together and what they are. */
interface Block {
  kind: 'paragraph' | 'source' | 'bullets' | 'numbers' | 'quote';
  lines: string[];
  /** The first number of a numbered list. */
  start: number;
}

// In this order: **bold**, _italic_, [link](address), bare address, e-mail, telephone, the sheets' 1^{er}.
const SPAN =
  /\*\*(.+?)\*\*|(^|[^\p{L}\p{N}])_(?=\S)(.+?)_(?![\p{L}\p{N}])|\[([^\]]+)\]\(((?:https?:\/\/|mailto:|tel:)[^\s)]+)\)|((?:https?:\/\/|\bwww\.)[^\s<>"»)]*[^\s<>"»).,;:!?])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|((?:\+33[\s.]?[1-9]|0[1-9])(?:[\s.]?\d\d){4}(?!\d))|\^\{(.+?)\}/gu;

const LINE: readonly [Block['kind'], RegExp][] = [
  ['source', /^(?=_Source)/],
  ['bullets', /^\s*[-*•]\s+/],
  ['numbers', /^\s*(\d+)[.)]\s+/],
  ['quote', /^>\s?/],
];

function spans(line: string): Span[] {
  const found: Span[] = [];
  let end = 0;
  const text = (words: string) => words && found.push({ kind: 'text', text: words });
  for (const match of line.matchAll(SPAN)) {
    const [whole, bold, before = '', italic, link, href, address, email, telephone, raised] = match;
    text(line.slice(end, match.index) + before);
    end = match.index + whole.length;
    if (bold) found.push({ kind: 'bold', text: bold });
    else if (italic) found.push({ kind: 'italic', text: italic });
    else if (link) found.push({ kind: 'link', text: link, href: href! });
    else if (address) found.push({ kind: 'link', text: address, href: address.replace(/^www/, 'https://www') });
    else if (email) found.push({ kind: 'email', text: email });
    else if (telephone) found.push({ kind: 'link', text: telephone, href: `tel:${telephone.replace(/[\s.]/g, '')}` });
    else if (raised) found.push({ kind: 'raised', text: raised });
  }
  text(line.slice(end));
  return found;
}

function blocks(text: string): Block[] {
  const found: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split('\n')) {
    if (!line.trim()) {
      open = undefined;
      continue;
    }
    const [kind, mark] = LINE.find(([, pattern]) => pattern.test(line)) ?? ['paragraph' as const, /^/];
    if (open?.kind !== kind) {
      open = { kind, lines: [], start: Number(mark.exec(line)?.[1] ?? 1) };
      found.push(open);
    }
    open.lines.push(line.replace(mark, ''));
  }
  return found;
}

/** What a renderer needs besides the text. */
export interface Setting {
  labels: Labels;
  /** What the visitor had asked, for a message to the centre. */
  question?: string | undefined;
}

/**
 * The Markdown that answers hold (bold, italic, lists, quotes, links, a source line) as Lit templates.
 *
 * Text only ever becomes text nodes and checked link addresses, never HTML.
 */
export function markdown(text: string, setting: Setting): TemplateResult[] {
  return blocks(text).map((block) => {
    const lines = () => block.lines.map((line) => inline(line, setting));
    switch (block.kind) {
      case 'source':
        return html`<p class="source">${plain(block.lines.join(' '))}</p>`;
      case 'bullets':
        return html`<ul>
          ${lines().map((line) => html`<li>${line}</li>`)}
        </ul>`;
      case 'numbers':
        return html`<ol start=${block.start}>
          ${lines().map((line) => html`<li>${line}</li>`)}
        </ol>`;
      case 'quote':
        return html`<blockquote>${markdown(block.lines.join('\n'), setting)}</blockquote>`;
      case 'paragraph':
        return html`${lines().map((line) => html`<p>${line}</p>`)}`;
    }
  });
}

/** One line of it. */
export function inline(line: string, setting: Setting): TemplateResult[] {
  return spans(line).map((span) => {
    switch (span.kind) {
      case 'bold':
        return html`<strong>${inline(span.text, setting)}</strong>`;
      case 'italic':
        return html`<em>${inline(span.text, setting)}</em>`;
      case 'raised':
        return html`<sup>${span.text}</sup>`;
      case 'link':
        return span.href.startsWith('http')
          ? html`<a href=${span.href} target="_blank" rel="noopener noreferrer"
              >${span.text}<span class="hidden"> ${setting.labels.newTab}</span></a
            >`
          : html`<a href=${span.href}>${span.text}</a>`;
      case 'email':
        return html`<a href=${letter(span.text, setting.labels.letters.question, setting.question)}>${breakable(span.text)}</a>`;
      case 'text':
        return html`${span.text}`;
    }
  });
}

/** As much of a question is written into a letter: programs for mail take no address without end. */
const LONGEST_QUESTION = 300;

/**
 * The address of a letter that the visitor's own program for mail opens, for them to send or not.
 *
 * @param email whom it is to.
 * @param wording its subject and how it begins.
 * @param question what the visitor had asked, if anything.
 */
export function letter(email: string, { subject, body }: Letter, question = ''): string {
  const asked = [...question];
  const cut = asked.length > LONGEST_QUESTION ? asked.slice(0, LONGEST_QUESTION).join('') + '…' : question;
  return `mailto:${email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body(cut).replace(/\n/g, '\r\n'))}`;
}

/** An e-mail address that breaks, if it must, where it is easiest to read. */
export function breakable(email: string): TemplateResult {
  const [user, host] = email.split('@');
  return html`${user}@<wbr />${host}`;
}

/** The same Markdown for a screen reader to say: sentences without marks, a pause after each line, quotes between quotation marks. */
export function spoken(text: string): string {
  return blocks(text)
    .flatMap(({ kind, lines }) =>
      kind === 'quote' ? `« ${spoken(lines.join('\n'))} »` : lines.map((line) => plain(line).replace(/[^.!?…:;,]$/, '$&.')),
    )
    .join(' ');
}

/** The same Markdown as plain text, for the transcript. */
export function plain(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      spans(line)
        .map((span) => (/bold|italic/.test(span.kind) ? plain(span.text) : span.text))
        .join(''),
    )
    .join('\n');
}
