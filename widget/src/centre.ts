/** Whom to turn to, and the first words. The server puts in what its knowledge and domain.yml say (bot/channels/web/pages.py). */
export const CENTRE = {
  name: '%CENTRE_NAME%',
  phone: '%CENTRE_PHONE%',
  email: '%CENTRE_EMAIL%',
  /** The first message; Markdown. */
  greeting: '%CENTRE_GREETING%',
  /** Questions offered before the first one, with `|` between them. */
  suggestions: '%CENTRE_SUGGESTIONS%',
};
