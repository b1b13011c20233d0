// How far this phone says that it came: what goes on when the network does not.
const LONGEST_GAP_SECONDS = 5;
const KEPT_MILLIS = 30 * 60_000;

export class OwnWay {
  #steps = [];
  #heard = NaN;

  /**
   * A fix was measured.
   * @param speed in metres a second as the receiver measured it: from positions alone a way only grows longer
   */
  measured(speed, local = performance.now()) {
    const gap = Math.min(LONGEST_GAP_SECONDS, (local - this.#heard) / 1000);
    this.#heard = local;
    if (!(speed >= 0)) return;
    this.#steps.push({ local, meters: gap > 0 ? speed * gap : 0 });
    while (this.#steps[0].local < local - KEPT_MILLIS) this.#steps.shift();
  }

  /** Metres since some milliseconds ago; NaN where nothing was measured since. */
  metersSince(agoMillis, local = performance.now()) {
    const since = this.#steps.filter((step) => step.local > local - agoMillis);
    return since.length === 0 ? NaN : since.reduce((sum, step) => sum + step.meters, 0);
  }
}
