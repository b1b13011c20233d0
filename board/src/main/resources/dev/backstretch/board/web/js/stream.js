import { forgetKept, withToken } from './token.js';

// The link to the stream. The browser reconnects by itself and says where it stood; after an answer that is no stream
// it gives up, so we ask again; so we do when nothing was heard for longer than a living stream is silent, and after a sleep,
// through which no connection lasts whatever the browser believes.
const EVENTS = ['session', 'people', 'lap', 'standings', 'plan', 'metrics', 'alert', 'attention', 'reset', 'ready'];
const RETRY_MILLIS = 3000;
const LOOK_MILLIS = 500;
/** Three beats of a server that has nothing to tell. */
const SILENT_MILLIS = 15_000;

/** Follows a session as a screen sees it; a query asks for another view: the coach's, or on a phone that of its runner. */
export function follow(session, store, query = '') {
  const path = `/v1/sessions/${encodeURIComponent(session)}`;
  const address = withToken(query ? `${path}/stream?${query}` : `${path}/stream`);
  let source;
  let timer;
  let heardAt;
  let { sleeps } = store.time;

  const connect = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(address);
    const own = source;
    heardAt = performance.now();
    own.addEventListener('beat', () => { heardAt = performance.now(); });
    for (const event of EVENTS) {
      own.addEventListener(event, (message) => {
        heardAt = performance.now();
        store.apply(event, JSON.parse(message.data));
      });
    }
    own.onopen = () => {
      heardAt = performance.now();
      store.setLink('open');
    };
    own.onerror = () => {
      if (own !== source) return;
      if (own.readyState === EventSource.CLOSED) {
        retry();
      } else {
        store.setLink('lost');
      }
    };
  };

  const look = () => {
    store.time.local();
    if (store.time.sleeps !== sleeps) {
      sleeps = store.time.sleeps;
      connect();
    } else if (source.readyState === EventSource.OPEN && performance.now() - heardAt > SILENT_MILLIS) {
      store.setLink('lost');
      connect();
    }
  };

  const retry = async () => {
    clearTimeout(timer);
    const torn = source;
    let link = 'lost';
    try {
      // The stream itself: whoever may see the session may still not see this runner's.
      const answer = await fetch(address, { signal: AbortSignal.timeout(SILENT_MILLIS) });
      answer.body?.cancel();
      if (answer.status === 404) link = 'unknown';
      if (answer.status === 401 || answer.status === 403) link = 'refused';
      // Meanwhile a newer connection may stand, or nobody follows any more.
      if (torn !== source) return;
      if (answer.status === 401 && forgetKept()) {
        store.setLink('refused');
        location.reload();
        return;
      }
    } catch {
      // no network: lost it is
    }
    if (torn !== source) return;
    store.setLink(link);
    timer = setTimeout(connect, RETRY_MILLIS);
  };

  connect();
  const looking = setInterval(look, LOOK_MILLIS);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(looking);
    document.removeEventListener('visibilitychange', look);
    clearTimeout(timer);
    source.close();
    source = undefined;
  };
}
