// What a runner says, beside what is measured: each goes to its door one by one, and again until the door has answered.
import { withToken } from './token.js';
import { isLater } from './later.js';

const AGAIN_MILLIS = 2000;
const PATIENCE_MILLIS = 5000;

export const DOOR = 'says';

export class Says {
  #session;
  #kept;
  #heard;
  #busy = { stop: false, other: false };
  #timer = null;
  #hurry = () => {
    this.#next('stop');
    this.#next('other');
  };

  /** @param heard called with what was said and the status that it got */
  constructor(session, kept, heard) {
    this.#session = session;
    this.#kept = kept;
    this.#heard = heard;
  }

  start() {
    this.#timer = setInterval(this.#hurry, AGAIN_MILLIS);
    addEventListener('online', this.#hurry);
    this.#hurry();
  }

  stop() {
    clearInterval(this.#timer);
    removeEventListener('online', this.#hurry);
  }

  say(event) {
    this.#kept.put(DOOR, event);
    this.#hurry();
  }

  /** A stop waits for nothing else that is on its way. */
  #first(lane) {
    return this.#kept.oldest(DOOR, Infinity).find(([, event]) => (event.type === 'symptom') === (lane === 'stop'));
  }

  async #next(lane) {
    if (this.#busy[lane]) return;
    this.#busy[lane] = true;
    try {
      for (let one = this.#first(lane); one; one = this.#first(lane)) {
        const [key, event] = one;
        const status = await this.#send(event);
        if (isLater(status)) {
          this.#heard(event, status);
          return;
        }
        this.#kept.settle([key]);
        this.#heard(event, status);
      }
    } finally {
      this.#busy[lane] = false;
    }
  }

  async #send(event) {
    const path = `/v1/sessions/${encodeURIComponent(this.#session)}`;
    const leaves = event.type === 'leave';
    try {
      const answer = await fetch(
        withToken(leaves ? `${path}/runners/${encodeURIComponent(event.runner)}` : `${path}/events`),
        {
          method: leaves ? 'DELETE' : 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: leaves ? undefined : JSON.stringify(event),
          signal: AbortSignal.timeout(PATIENCE_MILLIS),
          keepalive: true,
        },
      );
      return answer.status;
    } catch {
      return 0;
    }
  }
}
