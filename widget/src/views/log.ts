import { html, nothing, type TemplateResult } from 'lit/html.js';
import { CENTRE } from '../centre';
import type { Button } from '../client';
import type { BotMessage, Conversation, Message, Problem, VisitorMessage } from '../conversation';
import { alertIcon, thumbIcon } from '../icons';
import type { Labels } from '../labels';
import { markdown } from '../markdown';
import { answer, words } from './answer';
import { contactLinks, type Centre } from './contact';
import { privacyNote } from './privacy';

export interface LogSetting {
  labels: Labels;
  centre: Centre;
  privacy: string;
  greeting: string;
  conversation: Conversation;
  /** The visitor's thumbs, by answer. */
  ratings: Readonly<Record<string, boolean>>;
  /** The answer whose thumb down awaits a comment. */
  commenting: string | undefined;
  /** Questions offered before the first one. */
  suggestions: readonly string[];
  ask(text: string, event: Event): void;
  press(button: Button, event: Event): void;
  rate(answer: string, helpful: boolean): void;
  comment(answer: string, event: SubmitEvent): void;
  dismissComment(): void;
  retry(event: Event): void;
}

/** All that was said, what is being written, and what went wrong. */
export function log(setting: LogSetting): TemplateResult {
  const { conversation, labels } = setting;
  const { messages, pending, problem } = conversation;
  const { begun } = conversation;
  const last = messages[messages.length - 1];
  // What happened before anything was said stands before the greeting.
  const opening = messages[0]?.from === 'notice' ? 1 : 0;
  let question = '';
  const show = (message: Message) => {
    if (message.from === 'visitor') question = message.text;
    return said(message, question, setting);
  };
  const replies = !pending && last?.from === 'bot' ? last.buttons : [];
  return html`<div class="log" role="log" aria-live="off" aria-label=${labels.log} tabindex="0">
    ${messages.slice(0, opening).map(show)}
    <article class="message bot">
      <h3 class="sender">${labels.bot}</h3>
      <div class="bubble">${markdown(setting.greeting || CENTRE.greeting, { labels })}</div>
    </article>
    ${messages.slice(opening).map(show)}
    ${begun ? nothing : choices(labels.suggestionsName, setting.suggestions, (text, event) => setting.ask(text, event))}
    ${choices(
      labels.repliesName,
      replies.map(({ title }) => title),
      (_, event, index) => setting.press(replies[index]!, event),
    )}
    ${begun ? nothing : privacyNote(setting.privacy, labels)} ${pending ? typing(labels) : nothing}
    ${problem && !pending ? trouble(problem, setting) : nothing}
  </div>`;
}

function said(message: Message, question: string, setting: LogSetting): TemplateResult {
  switch (message.from) {
    case 'visitor':
      return visitorMessage(message, setting);
    case 'bot':
      return botMessage(message, question, setting);
    case 'notice':
      return html`<p class="notice" .textContent=${setting.labels.notices[message.what]}></p>`;
  }
}

function visitorMessage({ text, failed }: VisitorMessage, { labels }: LogSetting): TemplateResult {
  return html`<article class="message visitor">
    <h3 class="sender">${labels.visitor}</h3>
    <div class="bubble" dir="auto"><p .textContent=${text}></p></div>
    ${failed ? html`<p class="failed">${alertIcon}${labels.failed}</p>` : nothing}
  </article>`;
}

function botMessage(message: BotMessage, question: string, setting: LogSetting): TemplateResult {
  const { labels, commenting } = setting;
  const { id } = message;
  return html`<article class="message bot">
    <h3 class="sender">${labels.bot}</h3>
    <div class="bubble" dir="auto">${answer(message, words(message, labels, !setting.greeting), { labels, question })}</div>
    ${id ? thumbs(id, setting) : nothing} ${id && commenting === id ? commentForm(id, setting) : nothing}
  </article>`;
}

function thumbs(id: string, { labels, ratings, rate }: LogSetting): TemplateResult {
  const thumb = (helpful: boolean, name: string) =>
    html`<button
      type="button"
      class="thumb"
      title=${name}
      aria-pressed=${ratings[id] === helpful}
      @click=${() => rate(id, helpful)}
    >
      ${thumbIcon}
    </button>`;
  return html`<div class="thumbs" role="group" aria-label=${labels.rating}>
    <span aria-hidden="true">${labels.rating}</span>
    ${thumb(true, labels.helpful)}${thumb(false, labels.unhelpful)}
  </div>`;
}

function commentForm(id: string, { labels, comment, dismissComment }: LogSetting): TemplateResult {
  return html`<form class="comment" @submit=${(event: SubmitEvent) => comment(id, event)}>
    <label for="comment">${labels.comment}</label>
    <textarea id="comment" name="comment" dir="auto" rows="2" maxlength="1000"></textarea>
    <div class="row">
      <button type="submit" class="primary">${labels.sendComment}</button>
      <button type="button" class="plain" @click=${dismissComment}>${labels.noComment}</button>
    </div>
  </form>`;
}

function choices(
  name: string,
  titles: readonly string[],
  choose: (title: string, event: Event, index: number) => void,
): TemplateResult | typeof nothing {
  if (!titles.length) return nothing;
  return html`<ul class="choices" aria-label=${name}>
    ${titles.map(
      (title, index) =>
        html`<li>
          <button type="button" class="choice" @click=${(event: Event) => choose(title, event, index)}>${title}</button>
        </li>`,
    )}
  </ul>`;
}

function typing(labels: Labels): TemplateResult {
  return html`<p class="typing">
    ${labels.typing}<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
  </p>`;
}

function trouble(problem: Problem, { labels, centre, retry }: LogSetting): TemplateResult {
  return html`<div class="trouble">
    <p>${alertIcon}<span>${problemText(problem, labels)}</span></p>
    ${problem.retry ? html`<button type="button" class="primary" @click=${retry}>${labels.retry}</button>` : nothing}
    <p>${labels.otherwise}</p>
    ${contactLinks(centre, labels)}
  </div>`;
}

/** What went wrong, in words. */
export function problemText(problem: Problem, labels: Labels): string {
  return problem.kind === 'refused' ? problem.message : labels.problems[problem.kind];
}
