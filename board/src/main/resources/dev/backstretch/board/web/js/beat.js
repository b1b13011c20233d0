// Has a page drawn again when nothing else had it drawn for a while: its clocks go on. What is heard draws it at once.
const BEAT_MILLIS = 250;

export class Beat {
  #draw;
  #timer;

  constructor(draw) {
    this.#draw = draw;
  }

  /** Counts from now on anew; to be called with each drawing. */
  start() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.start();
      this.#draw();
    }, BEAT_MILLIS);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
