// The tap pad: a key for each runner, in the order of the bibs. A key's time is the moment the finger came down.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { say } from './words.js';
import { press } from './press.js';

const KEYS_AT_ONCE = 12;
const STILL_MILLIS = 3000;

class BsPad extends LitElement {
  static properties = {
    runners: { attribute: false },
    confirmed: { attribute: false },
    others: { attribute: false },
    find: { attribute: false },
    waves: { attribute: false },
    all: { state: true },
    wave: { state: true },
  };

  #laid = [];
  #touchedAt = -Infinity;

  constructor() {
    super();
    this.runners = [];
    this.confirmed = new Map();
    this.others = new Map();
    this.find = '';
    this.waves = [];
    this.all = false;
    this.wave = null;
  }

  createRenderRoot() {
    return this;
  }

  #touched() {
    this.#touchedAt = performance.now();
  }

  /** What a key listens to: a press tells the one, a finger that slid off it the other. */
  #press(type, detail) {
    const pressed = press((at) => this.#tell(type, { ...detail, at }), (at) => this.#tell('tap-slipped', { ...detail, at }));
    return { ...pressed, down: (event) => { this.#touched(); pressed.down(event); } };
  }

  #tell(type, detail) {
    this.#touched();
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  /** The waves that there is a choice between. */
  #known() {
    const known = this.waves.filter((one) => one.members?.length > 0);
    return known.length < 2 ? [] : known;
  }

  /** The wave that was chosen, for as long as there is a choice. */
  #chosen() {
    return this.#known().find((one) => one.wave === this.wave);
  }

  /** The keys to show. Where there are more runners than keys, those who are due next; nothing moves under a finger. */
  #keys() {
    const members = this.#chosen()?.members;
    const everybody = [...this.runners].sort(order);
    // Whoever is looked for by bib is found in every wave.
    if (this.find) return everybody.filter((one) => (one.bib ?? '').startsWith(this.find));
    const byBib = members ? everybody.filter((one) => members.includes(one.runner)) : everybody;
    if (this.all || byBib.length <= KEYS_AT_ONCE) return byBib;
    const known = new Map(byBib.map((one) => [one.runner, one]));
    const still = performance.now() - this.#touchedAt >= STILL_MILLIS;
    if (still || this.#laid.some((runner) => !known.has(runner)) || this.#laid.length === 0) {
      const next = [...byBib].sort((a, b) => a.due - b.due || order(a, b)).slice(0, KEYS_AT_ONCE);
      this.#laid = next.sort(order).map((one) => one.runner);
    }
    return this.#laid.map((runner) => known.get(runner));
  }

  render() {
    const keys = this.#keys();
    const many = this.runners.length > KEYS_AT_ONCE;
    const mark = this.#press('mark', {});
    return html`<section aria-label=${say('lapTaps')}>
      <div class="pad">${keys.map((key) => this.#key(key))}</div>
      <button type="button" class="mark" @pointerdown=${mark.down} @pointerup=${mark.up} @pointercancel=${mark.cancel}
        @touchend=${mark.lifted} @touchcancel=${mark.lifted} @click=${mark.key}>${say('markWithoutBib')}</button>
      ${this.#waves()}
      ${many ? html`<p class="filter"><label>${say('findBib')}
        <input class="find" inputmode="numeric" autocomplete="off" size="4" .value=${this.find} @input=${(event) => this.#tell('find', { text: event.target.value })}></label>
        <button type="button" aria-pressed=${this.all} @click=${() => { this.all = !this.all; }}>${say('allRunners', { n: this.runners.length })}</button></p>` : nothing}
    </section>`;
  }

  /** Where runners go off in waves, one wave's keys alone; below the keys, which must not move. */
  #waves() {
    const known = this.#known();
    if (known.length === 0) return nothing;
    const choose = (wave) => { this.wave = wave; this.#laid = []; };
    return html`<div class="of-waves" role="group" aria-label=${say('padWaves')}>
      <button type="button" aria-pressed=${!this.#chosen()} @click=${() => choose(null)}>${say('everyone')}</button>
      ${known.map(({ wave }) => html`<button type="button" data-wave=${wave} aria-pressed=${wave === this.#chosen()?.wave} @click=${() => choose(wave)}>${say('wave', { n: wave })}</button>`)}</div>`;
  }

  #key(key) {
    const done = this.confirmed.get(key.runner);
    const other = this.others.get(key.runner);
    const note = done ? `✓ ${done.lap ? say('lapNumber', { n: done.lap }) : ''}`
      : other ? `✓ ${other.coach}`
      : key.dueSeconds !== undefined ? `≈${Math.max(0, key.dueSeconds)}\u2009s` : key.tapsOnly ? say('taps') : '';
    const words = [key.bib, key.alias, done ? say('saved') : '', key.dueSeconds !== undefined ? say('need.due', { n: Math.max(0, key.dueSeconds) }) : '']
      .filter(Boolean).join(', ');
    const tap = this.#press('tap-lap', { runner: key.runner });
    return html`<button type="button" class="key ${key.dueSeconds !== undefined ? 'due' : ''} ${key.finished ? 'finished' : ''} ${done ? 'saved' : ''}"
      data-runner=${key.runner} aria-label=${words}
      @pointerdown=${tap.down} @pointerup=${tap.up} @pointercancel=${tap.cancel}
      @touchend=${tap.lifted} @touchcancel=${tap.lifted} @click=${tap.key}>
      <span class="note">${note}</span><span class="bib">${key.bib ?? '–'}</span><span class="alias">${format.alias(key.alias)}</span></button>`;
  }
}

const order = (a, b) => (a.bib ?? '').length - (b.bib ?? '').length || ((a.bib ?? '') < (b.bib ?? '') ? -1 : (a.bib ?? '') > (b.bib ?? '') ? 1 : a.runner < b.runner ? -1 : 1);

customElements.define('bs-pad', BsPad);
