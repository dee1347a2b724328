import type { Message } from './conversation';
import type { Labels } from './labels';
import { plain } from './markdown';

/** The conversation as a text that its visitor can keep. */
export function transcript(title: string, messages: readonly Message[], labels: Labels): string {
  const date = new Intl.DateTimeFormat(labels.lang, { dateStyle: 'long', timeStyle: 'short' }).format(new Date());
  const said = messages.map((message) =>
    message.from === 'notice'
      ? `— ${labels.notices[message.what]}`
      : `${message.from === 'visitor' ? labels.visitor : labels.bot}${labels.colon}\n${message.from === 'bot' ? plain(message.text) : message.text}`,
  );
  return [title, date, labels.automatic, ...said].join('\n\n') + '\n';
}

/** Hands the visitor a text as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  // Once the browser has begun to save it.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
