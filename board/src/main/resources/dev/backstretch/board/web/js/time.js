// The session's clock on this device: it runs from what was last heard and never stops for the network.
// Of the two clocks that a browser has, one stands while the device sleeps and the other may be set to anything: when the wall's
// goes on by more than the other, the device slept, and the session went on without it.
const WINDOW_MILLIS = 10_000;
const SLEEP_MILLIS = 1000;

export class SessionTime {
  #mono;
  #wall;
  #lead; // of the wall's clock over the other, at the last look
  #slept = 0;
  #woken = false;
  #samples = [];
  #speed = 1;
  #newest = NaN;
  #heardAt = NaN;
  #last = NaN;

  /** How many times the device was found to have slept, or its wall clock to have been set forwards. */
  sleeps = 0;

  /** @param mono milliseconds that never go back; they may stand while the device sleeps. @param wall those of its calendar */
  constructor(mono = () => performance.now(), wall = () => Date.now()) {
    this.#mono = mono;
    this.#wall = wall;
    this.#lead = wall() - mono();
  }

  /** Milliseconds on this device, sleep included, from an origin of its own. */
  local() {
    const mono = this.#mono();
    const lead = this.#wall() - mono;
    if (lead - this.#lead > SLEEP_MILLIS) {
      this.#slept += lead - this.#lead;
      this.sleeps++;
      this.#lead = lead;
      this.#wake();
    }
    // A clock that is set right in small steps is no sleep, however many there are.
    this.#lead = lead;
    return mono + this.#slept;
  }

  /** What lay in the connection since before the sleep says nothing of now: until all is told anew, the time from before goes on. */
  #wake() {
    if (this.known) this.#samples = [{ at: this.local(), logTime: this.now() }];
    this.#woken = true;
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
    const kept = this.#woken ? 1 : 0;
    while (this.#samples.length > kept + 1 && this.#samples[kept].at < oldest) this.#samples.splice(kept, 1);
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
    this.#woken = false;
  }
}
