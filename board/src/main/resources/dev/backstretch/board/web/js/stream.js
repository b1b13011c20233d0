import { forgetKept, withToken } from './token.js';

// The link to the stream. The browser reconnects by itself and says where it stood; after an answer that is no stream
// it gives up, so we ask again.
const EVENTS = ['session', 'people', 'lap', 'standings', 'plan', 'metrics', 'alert', 'attention', 'reset', 'ready'];
const RETRY_MILLIS = 3000;

/** Follows a session as a screen sees it; a query asks for another view: the coach's, or on a phone that of its runner. */
export function follow(session, store, query = '') {
  const path = `/v1/sessions/${encodeURIComponent(session)}`;
  const address = withToken(query ? `${path}/stream?${query}` : `${path}/stream`);
  let source;
  let timer;

  const connect = () => {
    source = new EventSource(address);
    for (const event of EVENTS) {
      source.addEventListener(event, (message) => store.apply(event, JSON.parse(message.data)));
    }
    source.onopen = () => store.setLink('open');
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        retry();
      } else {
        store.setLink('lost');
      }
    };
  };

  const retry = async () => {
    clearTimeout(timer);
    let link = 'lost';
    try {
      // The stream itself: whoever may see the session may still not see this runner's.
      const answer = await fetch(address);
      answer.body?.cancel();
      if (answer.status === 404) link = 'unknown';
      if (answer.status === 401 || answer.status === 403) link = 'refused';
      if (answer.status === 401 && forgetKept()) {
        location.reload();
        return;
      }
    } catch {
      // no network: lost it is
    }
    store.setLink(link);
    timer = setTimeout(connect, RETRY_MILLIS);
  };

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
