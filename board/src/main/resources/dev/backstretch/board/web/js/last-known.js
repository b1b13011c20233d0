// What a page knew last, for a reload while this machine does not answer: shown again with its age. It stays in the tab and
// goes with it; who has left the board in the meantime is gone from it within seconds, and all of it is where the link to it does
// not hold any more.
const LOOK_MILLIS = 2000;
// A long session of many is megabytes: written as the page goes, and else seldom, for a browser that dies.
const EVERY_MILLIS = 20_000;
const OLDEST_MILLIS = 12 * 3_600_000;
const NAME = (key) => `backstretch.last.${key}`;

const pack = (value) => (value instanceof Map ? { map: [...value].map(([key, one]) => [key, pack(one)]) } : value);
const packAll = (state) => Object.fromEntries(Object.entries(state).map(([name, value]) => [name, pack(value)]));
const unpack = (name, value) => (Array.isArray(value?.map) && Object.keys(value).length === 1 ? new Map(value.map) : value);

function forget(key) {
  try {
    sessionStorage.removeItem(NAME(key));
  } catch {
    // nothing can lie there
  }
}

/** Takes up what was known before a reload; then keeps what becomes known. Gives back how to stop. */
export function keepLastKnown(store, key) {
  try {
    const { state, logTime, heardAt } = JSON.parse(sessionStorage.getItem(NAME(key)), unpack) ?? {};
    const ago = Date.now() - heardAt;
    if (state && ago >= 0 && ago < OLDEST_MILLIS) store.takeUp(state, logTime, ago);
  } catch {
    // nothing was known, or not in a form that this version reads
  }
  let changed = false;
  let keptAt = -Infinity;
  let keptPeople = null;
  const unsubscribe = store.subscribe(() => { changed = true; });
  const keep = () => {
    if (store.link === 'refused') {
      forget(key);
      return;
    }
    if (!changed || !store.state.ready || !store.time.known) return;
    changed = false;
    keptAt = performance.now();
    keptPeople = store.state.people;
    const heardAt = Date.now() - store.time.ageSeconds() * 1000;
    try {
      sessionStorage.setItem(NAME(key), JSON.stringify({ state: packAll(store.state), logTime: store.time.newest, heardAt }));
    } catch {
      // full or forbidden: a reload begins anew
    }
  };
  const look = () => {
    if (store.link === 'refused' || store.state.people !== keptPeople || performance.now() - keptAt >= EVERY_MILLIS) keep();
  };
  const hide = () => {
    if (document.visibilityState === 'hidden') keep();
  };
  const timer = setInterval(look, LOOK_MILLIS);
  addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', hide);
  return () => {
    clearInterval(timer);
    removeEventListener('pagehide', keep);
    document.removeEventListener('visibilitychange', hide);
    unsubscribe();
  };
}
