import { withToken } from './token.js';
import { isLater } from './later.js';
import { refusalOf } from './refusals.js';

// What a coach said and the door has not yet acknowledged. Each item lies in this browser's storage under a key of its own
// until the door has answered for it, so that neither a reload nor a lost network loses it; each carries the id and the time
// it got when it was said, so that sending it twice counts once. What a door refuses lies there too, until somebody has seen it.
const FIRST_WAIT_MILLIS = 1000;
const LONGEST_WAIT_MILLIS = 8000;
const ANSWER_MILLIS = 10_000;
const TOGETHER = 50;
/** How often a door may fail at one thing before it counts as refused: what waits behind it would wait for ever. */
const MOST_FAILURES = 5;
/** What makes a time or a result: a refusal of it is not over when the moment is. */
const LASTING = ['/marks', '/corrections', '/gun'];

export class Outbox {
  #prefix;
  #refusedPrefix;
  #listener;
  #sending = null;
  #timer;
  #wait = FIRST_WAIT_MILLIS;
  #together = TOGETHER;
  #failures = new Map(); // of doors at one thing alone
  #storage;
  #fallback = new Map();

  /** @param listener is told (eventId, 'saved' | 'refused', detail), and () whenever the number of waiting items changed */
  constructor(session, listener, storage = globalThis.localStorage) {
    this.#prefix = `backstretch.outbox.${session}.`;
    this.#refusedPrefix = `backstretch.refused.${session}.`;
    this.#listener = listener;
    this.#storage = storage;
    addEventListener('online', () => this.#now());
    this.#now();
  }

  /** What waits, oldest first. */
  get waiting() {
    return this.#under(this.#prefix);
  }

  /** What a door refused and nobody has dismissed yet, in the order of their own times: each with `path`, `event` and `why`, a refusal. */
  get refused() {
    return this.#under(this.#refusedPrefix).sort((a, b) => Date.parse(a.event.observedAt) - Date.parse(b.event.observedAt));
  }

  #under(prefix) {
    const keys = [...this.#fallback.keys()].filter((key) => key.startsWith(prefix));
    try {
      for (let i = 0; i < this.#storage.length; i++) {
        const key = this.#storage.key(i);
        if (key.startsWith(prefix) && !this.#fallback.has(key)) keys.push(key);
      }
    } catch {
      // storage that may not be read holds nothing
    }
    return keys.sort().map((key) => ({ key, ...JSON.parse(this.#fallback.get(key) ?? this.#storage.getItem(key)) }));
  }

  /** Takes an event for a door of the session; it goes out by itself. */
  put(path, event) {
    this.#keep(this.#prefix, { path, event });
    this.#listener();
    // After a failure the next try comes by itself, or with the network.
    if (this.#timer === undefined) this.#send();
  }

  #keep(prefix, item) {
    const key = `${prefix}${String(Date.now()).padStart(15, '0')}.${item.event.eventId}`;
    const text = JSON.stringify(item);
    try {
      this.#storage.setItem(key, text);
    } catch {
      this.#fallback.set(key, text); // full or forbidden: kept as long as the page is open
    }
  }

  /** Sends what was refused once more, as it was said and with the time it got then. */
  again({ key, path, event }) {
    this.#forget(key);
    this.put(path, event);
  }

  dismiss({ key }) {
    this.#forget(key);
    this.#listener();
  }

  /** Takes an event back that was never sent; false when it may have been. */
  takeBack(eventId) {
    const item = this.waiting.find((one) => one.event.eventId === eventId);
    if (!item || this.#sending?.has(eventId) || item.tried) return false;
    this.#forget(item.key);
    this.#listener();
    return true;
  }

  #forget(key) {
    this.#fallback.delete(key);
    try {
      this.#storage.removeItem(key);
    } catch {
      // it was never there
    }
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#send();
  }

  #later(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), seconds > 0 ? seconds * 1000 : this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MILLIS, this.#wait * 2);
  }

  /** The oldest item, with those behind it for the same door: the order in which things were said is kept. */
  async #send() {
    if (this.#sending) return;
    const waiting = this.waiting;
    if (waiting.length === 0) return;
    const path = waiting[0].path;
    const many = path.endsWith('/marks') || path.endsWith('/corrections') || path.endsWith('/events');
    const batch = [];
    for (const item of waiting.slice(0, this.#together)) {
      if (item.path !== path || (!many && batch.length > 0)) break;
      batch.push(item);
    }
    this.#sending = new Set(batch.map((item) => item.event.eventId));
    for (const item of batch) this.#markTried(item);
    let answer;
    try {
      answer = await fetch(withToken(path), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(many ? batch.map((item) => item.event) : batch[0].event),
        signal: AbortSignal.timeout(ANSWER_MILLIS),
      });
    } catch {
      answer = null; // no network, or no answer: whether it arrived is not known, and its id makes a second time harmless
    }
    const body = await answer?.json().catch(() => ({}));
    this.#sending = null;
    // With 401 the link does not hold, and what was said does: it goes out with the next link.
    if (this.#isLater(batch, answer?.status ?? 0)) {
      this.#later(Number(answer?.headers.get('Retry-After')));
      this.#listener();
      return;
    }
    this.#wait = FIRST_WAIT_MILLIS;
    this.#together = TOGETHER;
    this.#failures.clear();
    // Of many some may be refused: then the answer names each, and the others were taken.
    const named = Array.isArray(body.rejected);
    const refused = new Map((named ? body.rejected : []).map((one) => [one.index ?? 0, refusalOf(answer.status, body, one)]));
    batch.forEach((item, index) => {
      const why = refused.get(index) ?? (answer.ok || (named && answer.status === 422) ? undefined : refusalOf(answer.status, body));
      if (why !== undefined && LASTING.some((door) => item.path.endsWith(door))) this.#keep(this.#refusedPrefix, { path: item.path, event: item.event, why });
      this.#forget(item.key);
      this.#listener(item.event.eventId, why === undefined ? 'saved' : 'refused', why);
    });
    this.#listener();
    this.#now();
  }

  /** Whether it goes out again as it is. Where a door fails at one of many, each goes alone, so that only that one is refused. */
  #isLater(batch, status) {
    if (status !== 500) return isLater(status) || status === 401;
    const failed = (this.#failures.get(batch[0].key) ?? 0) + (batch.length === 1 ? 1 : 0);
    this.#together = 1;
    this.#failures.set(batch[0].key, failed);
    return failed < MOST_FAILURES;
  }

  #markTried(item) {
    const text = JSON.stringify({ path: item.path, event: item.event, tried: true });
    if (this.#fallback.has(item.key)) {
      this.#fallback.set(item.key, text);
      return;
    }
    try {
      this.#storage.setItem(item.key, text);
    } catch {
      // the item as it was is still there
    }
  }
}

/** An id that nobody else makes: it begins with what it is and whose. */
export function newId(kind, coach) {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  const letters = [...bytes].map((byte) => (byte % 36).toString(36)).join('');
  return `${kind}-${coach}-${letters}`;
}
