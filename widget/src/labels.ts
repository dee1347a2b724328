import { french } from './labels.fr';

/** How a letter to the centre is worded. */
export interface Letter {
  subject: string;
  body(question: string): string;
}

/** The words of the widget in one language. */
export interface Labels {
  /** The language that they are in, as BCP 47 has it. */
  lang: string;
  /** The name of the assistant where the page gives none. */
  heading: string;
  /** That it is no person, in the window's head. */
  automatic: string;
  launcher: string;
  /** The launcher where there is a conversation, and where an answer came since. */
  resume: string;
  resumeUnread: string;
  close: string;
  enlarge: string;
  menu: string;
  contact: string;
  log: string;
  bot: string;
  visitor: string;
  /** What the assistant's place on the page is called, before its name. */
  region: string;
  /** A colon as the language sets it after a name. */
  colon: string;
  suggestionsName: string;
  repliesName: string;
  /** How many of them there are. */
  replies(count: number): string;
  /** That a long answer goes on where it is shown. */
  rest: string;
  privacy: string;
  privacyLink: string;
  question: string;
  send: string;
  /** How much has been typed of what may be. */
  count(typed: number, limit: number): string;
  tooLong(excess: number): string;
  empty: string;
  typing: string;
  /** What an answer rests on: one, and all. */
  source: string;
  sources: string;
  /** The line of an answer that says once more what the greeting says: that this is no person. */
  greeted: RegExp;
  newTab: string;
  rating: string;
  helpful: string;
  unhelpful: string;
  thanks: string;
  ratingFailed: string;
  comment: string;
  sendComment: string;
  noComment: string;
  failed: string;
  retry: string;
  problems: { offline: string; unreachable: string };
  otherwise: string;
  copy: string;
  copied: string;
  copyFailed: string;
  download: string;
  fileName: string;
  restart: string;
  restartFailed: string;
  forget: string;
  forgetQuestion: string;
  forgetYes: string;
  forgetNo: string;
  forgetFailed: string;
  notices: { lost: string; restarted: string; forgotten: string };
  callUs(phone: string): string;
  writeUs(email: string): string;
  hours: string;
  callback: string;
  signup: string;
  letters: { question: Letter; callback: Letter; signup: Letter };
}

/** Adding a language is adding its file and naming it here. */
const LANGUAGES: readonly Labels[] = [french];

/** The labels of a language (« fr », « fr-CA »), French where there are none. */
export function labelsOf(lang: string): Labels {
  const language = lang.toLowerCase().split('-')[0];
  return LANGUAGES.find((labels) => labels.lang === language) ?? french;
}
