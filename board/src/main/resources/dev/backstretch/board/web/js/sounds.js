// Tones and spoken cues. Browsers let a page sound only after a tap; until then it is silent.
const LOUDNESS = 0.5; // −6 dBFS
const RAMP_SECONDS = 0.005;
const SPEECH_GAP_MILLIS = 30_000;

const TUNES = {
  count: [[660, 0.1]],
  go: [[1320, 0.5]],
  forwards: [[660, 0.15], [880, 0.15]],
  backwards: [[880, 0.15], [660, 0.15]],
  rest: [[440, 0.4]],
  alarm: [[880, 0.25], [660, 0.25], [880, 0.25], [660, 0.25]],
};

export class Sounds {
  #context = null;
  #spokenAt = -Infinity;
  muted = false;

  /** What was played, newest last, for whoever wants to know. */
  played = [];

  /** Call it in a tap. */
  wake() {
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!Context) return;
    this.#context ??= new Context();
    this.#context.resume?.();
  }

  get awake() {
    return this.#context?.state === 'running';
  }

  play(name) {
    if (this.muted && name !== 'alarm') return;
    this.played = [...this.played.slice(-9), name];
    if (!this.#context) return;
    let at = this.#context.currentTime + 0.02;
    for (const [hertz, seconds] of TUNES[name]) {
      const tone = this.#context.createOscillator();
      const volume = this.#context.createGain();
      tone.frequency.value = hertz;
      // Without a ramp each tone begins and ends with a click.
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(LOUDNESS, at + RAMP_SECONDS);
      volume.gain.setValueAtTime(LOUDNESS, at + seconds - RAMP_SECONDS);
      volume.gain.linearRampToValueAtTime(0, at + seconds);
      tone.connect(volume).connect(this.#context.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds;
    }
  }

  /**
   * At most one spoken cue in half a minute.
   * @returns whether it was spoken
   */
  speak(text) {
    const now = performance.now();
    if (now - this.#spokenAt < SPEECH_GAP_MILLIS || !this.speakAtOnce(text)) return false;
    this.#spokenAt = now;
    return true;
  }

  /** What cannot wait for its turn, and takes nobody else's. */
  speakAtOnce(text) {
    if (this.muted || !window.speechSynthesis) return false;
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = document.documentElement.lang;
    window.speechSynthesis.speak(spoken);
    return true;
  }
}
