// What a screen sounds of the group's clock: the last three seconds, go, and which way to turn next. A correction is silent.
const COUNTED_SECONDS = 3;
const NEXT_SECONDS = 5;
const ONCE_MILLIS = 3000;
const STANDS = ['rest', 'waiting'];

export class Signals {
  #sounds;
  #plan = null;
  #second = NaN;
  #wentAt = -Infinity;

  constructor(sounds) {
    this.#sounds = sounds;
  }

  /**
   * @param plan what the session's clock says now; null before it says anything
   * @param left seconds of the countdown that is shown, NaN without one
   */
  hear(plan, left) {
    // Who was not here at a change is not told of it, and a clock that stands counts nothing down.
    if (!plan || plan.paused) return;
    const second = Math.ceil(left - 1e-6);
    const before = this.#plan;
    if (before && (before.step !== plan.step || before.kind !== plan.kind || before.facing !== plan.facing)) {
      this.#step(before, plan);
    } else if (this.#second === 1 && !(second <= 1) && STANDS.includes(plan.kind)) {
      this.#go();
    }
    if (second !== this.#second && second >= 1 && second <= COUNTED_SECONDS) this.#sounds.play('count');
    // On a busy machine a second may pass unseen.
    if (this.#second > NEXT_SECONDS && second <= NEXT_SECONDS && plan.next !== 'rest') this.#turn(plan.nextFacing);
    this.#plan = plan;
    this.#second = second;
  }

  #step(before, plan) {
    if (plan.kind === 'rest' || plan.kind === 'finished') this.#sounds.play('rest');
    else if (plan.kind === 'waiting') return;
    else if (STANDS.includes(before.kind) || !this.#turn(plan.facing)) this.#go();
  }

  #turn(facing) {
    const tune = { FORWARD: 'forwards', BACKWARD: 'backwards' }[facing];
    if (tune) this.#sounds.play(tune);
    return tune !== undefined;
  }

  /** The countdown's end and the plan's word are one start. */
  #go() {
    const now = performance.now();
    if (now - this.#wentAt >= ONCE_MILLIS) this.#sounds.play('go');
    this.#wentAt = now;
  }
}
