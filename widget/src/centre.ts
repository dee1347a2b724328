/** Whom to turn to. The server that serves this script puts in what its knowledge says (bot/channels/web/pages.py). */
export const CENTRE = { name: '%CENTRE_NAME%', phone: '%CENTRE_PHONE%', email: '%CENTRE_EMAIL%' };
