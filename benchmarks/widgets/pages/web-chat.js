// Web Chat on a page, with a Direct Line of our own: Web Chat's documentation says what it must offer.
const watchers = new Set();
const past = [];

/** What Web Chat takes for an Observable; whoever comes late is told what was said before. */
const observable = (subscribe) => ({
  subscribe(first, error, complete) {
    const observer = typeof first === 'function' ? { next: first, error, complete } : first;
    return { unsubscribe: subscribe(observer) ?? (() => {}) };
  },
});

const deliver = (activity) => {
  past.push(activity);
  for (const watcher of watchers) watcher.next?.(activity);
};

let count = 0;
const fromBot = (text) => ({
  id: `bot-${count}`,
  type: 'message',
  text,
  from: { id: 'bot', role: 'bot', name: 'Assistant' },
  timestamp: new Date().toISOString(),
  channelData: { 'webchat:sequence-id': count++ },
});

const directLine = {
  // 2 is « online » in Direct Line.
  connectionStatus$: observable((observer) => void observer.next?.(2)),
  activity$: observable((observer) => {
    past.forEach((activity) => observer.next?.(activity));
    watchers.add(observer);
    return () => watchers.delete(observer);
  }),
  postActivity: (activity) =>
    observable((observer) => {
      const id = `visitor-${count}`;
      observer.next?.(id);
      observer.complete?.();
      deliver({
        ...activity,
        id,
        timestamp: new Date().toISOString(),
        channelData: { ...activity.channelData, 'webchat:sequence-id': count++ },
      });
      if (activity.type === 'message') void ask(activity.text).then((texts) => texts.forEach((text) => deliver(fromBot(text))));
    }),
  end() {},
};

deliver(fromBot('Bonjour ! Je réponds à vos questions.'));
WebChat.renderWebChat({ directLine, locale: 'fr-FR', userID: 'visitor', nonce: 'compare' }, document.getElementById('webchat'));
