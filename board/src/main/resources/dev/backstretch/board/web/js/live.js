// The way of readings to the live door. Each is kept until the door has acknowledged it, over however many connections.
import { withToken } from './token.js';

const TICK_MILLIS = 500;
const MOST_ITEMS = 64;
const MOST_MESSAGES = 4;
const PATIENCE_MILLIS = 8000;
const LONGEST_WAIT_MILLIS = 8000;
// The door's own codes end like HTTP's statuses.
const REFUSED = [4401, 4403];
const CLOSED = 4409;

export const DOOR = 'live';

export class LiveLine {
  #session;
  #kept;
  #tell;
  #socket = null;
  #open = false;
  #onWay = new Map();
  #sent = 0;
  #failures = 0;
  #notBefore = 0;
  #timer = null;
  #unlisten = () => {};

  /** How many readings the door would not take. */
  rejected = 0;

  /** `waiting`, `open`, `refused` or `closed`. */
  state = 'waiting';

  constructor(session, kept, tell) {
    this.#session = session;
    this.#kept = kept;
    this.#tell = tell;
  }

  start() {
    const offline = () => this.#drop();
    const online = () => {
      this.#notBefore = 0;
      this.#tick();
    };
    addEventListener('offline', offline);
    addEventListener('online', online);
    this.#unlisten = () => {
      removeEventListener('offline', offline);
      removeEventListener('online', online);
    };
    this.#timer = setInterval(() => this.#tick(), TICK_MILLIS);
    this.#tick();
  }

  stop() {
    clearInterval(this.#timer);
    this.#unlisten();
    this.#drop();
  }

  #tick() {
    if (this.state === 'refused' || this.state === 'closed') return;
    const now = performance.now();
    if (this.#socket === null) {
      // A line is there when there is something to say.
      if (navigator.onLine && now >= this.#notBefore && this.#kept.count(DOOR) > 0) this.#connect();
      return;
    }
    const [oldest] = this.#onWay.values();
    if (oldest && now - oldest.at > PATIENCE_MILLIS) {
      this.#drop();
    } else if (this.#open && now >= this.#notBefore) {
      this.#send(now);
    }
  }

  #send(now) {
    while (this.#onWay.size < MOST_MESSAGES) {
      const onWay = new Set([...this.#onWay.values()].flatMap((message) => message.keys));
      const items = this.#kept.oldest(DOOR, MOST_ITEMS, onWay);
      if (items.length === 0) return;
      this.#socket.send(JSON.stringify(items.map(([, body]) => body)));
      this.#onWay.set(++this.#sent, { keys: items.map(([key]) => key), at: now });
    }
  }

  #connect() {
    const address = new URL(withToken(`/v1/sessions/${encodeURIComponent(this.#session)}/live`), location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#open = false;
    this.#sent = 0;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#open = true;
      this.#failures = 0;
      this.#be('open');
      this.#tick();
    };
    socket.onmessage = (message) => {
      if (socket === this.#socket) this.#hear(JSON.parse(message.data));
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      this.#drop();
      if (REFUSED.includes(event.code)) this.#be('refused');
      else if (event.code === CLOSED) this.#be('closed');
    };
  }

  #hear(answer) {
    const message = this.#onWay.get(answer.message);
    if (!message) return;
    this.#onWay.delete(answer.message);
    if (answer.problem) {
      // Nothing of it is in the log: it goes again.
      this.#notBefore = performance.now() + 1000 * (answer.retryAfterSeconds ?? 1);
      return;
    }
    // What is neither acknowledged nor refused told nothing: a strap without skin.
    this.rejected += answer.rejected?.length ?? 0;
    this.#kept.settle(message.keys);
    this.#tell();
    this.#tick();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    this.#onWay.clear();
    this.#failures++;
    this.#notBefore = performance.now() + Math.min(LONGEST_WAIT_MILLIS, 500 * 2 ** this.#failures);
    this.#be('waiting');
    socket?.close();
  }

  #be(state) {
    this.state = state;
    this.#tell();
  }
}
