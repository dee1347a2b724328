// The website's channel (bot/channels/web/openapi.yml), for widgets that do not know it: texts only, no buttons.
const conversations = `${document.documentElement.dataset.bot}/webhooks/web/conversations`;
let opened;

const post = (address, body, headers) =>
  fetch(address, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });

/** Say something in this page's conversation, opened at the first message; gives the answers' texts. */
async function ask(text) {
  opened ??= await (await post(conversations, {})).json();
  const { conversation, token } = opened;
  const response = await post(`${conversations}/${conversation}/messages`, { text }, { Authorization: `Bearer ${token}` });
  const lines = (await response.text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line)).flatMap((line) => (line.type === 'answer' ? line.text : []));
}
