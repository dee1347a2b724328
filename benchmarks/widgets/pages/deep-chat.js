const chat = document.querySelector('deep-chat');
if (location.hash === '#browserStorage') chat.browserStorage = true;
chat.connect = {
  handler: async ({ messages }, signals) => signals.onResponse((await ask(messages.at(-1).text)).map((text) => ({ text }))),
};
