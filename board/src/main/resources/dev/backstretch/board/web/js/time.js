// The session's clock on this device: it runs from what was last heard and never stops for the network.
const WINDOW_MILLIS = 10_000;

export class SessionTime {
  #samples = [];
  #speed = 1;
  #newest = NaN;
  #heardAt = NaN;
  #last = NaN;

  constructor(local = () => performance.now()) {
    this.local = local;
  }

  set speed(factor) {
    if (factor !== this.#speed) this.#samples = [];
    this.#speed = factor;
  }

  get speed() {
    return this.#speed;
  }

  /** Takes a log time in epoch milliseconds. */
  hear(logTime) {
    if (!(logTime > this.#newest) && !Number.isNaN(this.#newest)) return;
    this.#newest = logTime;
    this.#heardAt = this.local();
    this.#samples.push({ at: this.#heardAt, logTime });
    const oldest = this.#heardAt - WINDOW_MILLIS;
    while (this.#samples.length > 1 && this.#samples[0].at < oldest) this.#samples.shift();
  }

  /** Takes up what was heard some time ago, before a reload. */
  takeUp(logTime, agoMillis) {
    this.#newest = logTime;
    this.#heardAt = this.local() - agoMillis;
    this.#samples = [{ at: this.#heardAt, logTime }];
  }

  /** The newest log time, in epoch milliseconds. */
  get newest() {
    return this.#newest;
  }

  get known() {
    return this.#samples.length > 0;
  }

  /** Epoch milliseconds of the session now. The freshest of the last ten seconds' reports counts. */
  now() {
    const local = this.local();
    let now = NaN;
    for (const { at, logTime } of this.#samples) {
      const then = logTime + (local - at) * this.#speed;
      if (!(then <= now)) now = then;
    }
    // A report that came early must not make seconds run backwards.
    if (now < this.#last && this.#last - now < 2000 * this.#speed) now = this.#last;
    this.#last = now;
    return now;
  }

  /** Seconds, on the wall, since anything new was heard. */
  ageSeconds() {
    return Number.isNaN(this.#heardAt) ? 0 : (this.local() - this.#heardAt) / 1000;
  }

  /** After a reset: the clock is heard anew. */
  forget() {
    this.#samples = [];
    this.#newest = NaN;
    this.#last = NaN;
  }
}
