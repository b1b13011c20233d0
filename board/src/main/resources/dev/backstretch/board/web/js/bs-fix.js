// A correction before it is made: the question in words, who would move, what the board will say, and why.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { say } from './words.js';
import { doorSaid, refusalWords } from './refusals.js';

const REASONS = ['wrong-bib', 'double-tap', 'missed-read', 'other'];
// Nobody swaps bibs because a finger came down twice, or because a chip was not read.
const REASONS_OF = { swap: ['wrong-bib', 'other'], undo: [] };
const STEPS_SECONDS = [-10, -1, -0.1, 0.1, 1, 10];
const TYPED_MILLIS = 600;

class BsFix extends LitElement {
  static properties = { fix: { attribute: false }, over: { attribute: false }, people: { attribute: false }, zero: { attribute: false }, why: { state: true }, mistyped: { state: true } };

  #typing;

  constructor() {
    super();
    this.why = 'other';
    this.mistyped = false;
    this.over = false;
  }

  createRenderRoot() {
    return this;
  }

  #nameOf(runner) {
    const person = this.people.get(runner);
    return person ? [person.bib, person.alias].filter(Boolean).join(' ') : runner;
  }

  render() {
    const { action, preview, stale, ready } = this.fix;
    const reasons = REASONS_OF[action] ?? REASONS;
    return html`<section aria-label=${say('fix.title')}>
      <h2>${this.#question()}</h2>
      ${action === 'move' || action === 'add' ? this.#time() : action === 'swap' ? this.#other() : nothing}
      <p class="soft">${say('fix.nothingYet')} ${this.over ? say('fix.afterwards') : nothing}</p>
      ${stale ? html`<p class="short" role="status">${say('fix.again')}</p>` : nothing}
      ${!ready ? nothing : preview === null ? html`<p>${say('fix.reckoning')}</p>` : preview === undefined ? html`<p class="short" role="status">${say('fix.noPreview')}</p>` : this.#movers(preview)}
      ${reasons.length === 0 ? nothing : html`<fieldset><legend>${say('fix.why')}</legend>${reasons.map((reason) => html`<button type="button" class=${this.why === reason ? 'chosen' : ''} aria-pressed=${this.why === reason}
        @click=${() => { this.why = reason; }}>${say(`fix.why.${reason}`)}</button>`)}</fieldset>`}
      <div class="ends"><button type="button" @click=${() => this.#tell('keep')}>${say('fix.keep')}</button>
        <button type="button" class="primary" ?disabled=${!ready || this.mistyped || preview === null || Boolean(preview?.rejected)} @click=${() => this.#tell('apply', { why: reasons.length === 0 ? undefined : this.why })}>${say('fix.apply')}</button></div>
    </section>`;
  }

  #question() {
    const { action, runner, lap } = this.fix;
    return say(`fix.${action === 'void' ? 'remove' : action}`, { who: this.#nameOf(runner), n: lap });
  }

  /** The end of a lap: of one that is known as the time it took, of a new one as time since the start. */
  #time() {
    const { at, from, lap } = this.fix;
    const shown = (at - (from ?? this.zero)) / 1000;
    return html`<div class="time">
      <label>${say(from === undefined ? 'fix.sinceStart' : 'fix.lapTime', { n: lap })}
        <input class="typed" type="text" inputmode="decimal" autocomplete="off" aria-invalid=${this.mistyped} .value=${format.lapTime(shown)} @input=${(event) => this.#type(event.target)}></label>
      <div class="steps">${STEPS_SECONDS.map((step) => html`<button type="button" aria-label=${say('fix.seconds', { n: format.signed(step) })}
        @click=${() => this.#move(at + step * 1000)}>${format.signed(step)}</button>`)}</div>
      ${this.mistyped ? html`<p class="short" role="alert">${say('fix.mistyped')}</p>` : nothing}</div>`;
  }

  #type(input) {
    const seconds = format.seconds(input.value);
    this.mistyped = seconds === undefined;
    clearTimeout(this.#typing);
    if (seconds === undefined) return;
    const at = (this.fix.from ?? this.zero) + seconds * 1000;
    this.#typing = setTimeout(() => this.#move(at), TYPED_MILLIS);
  }

  #move(at) {
    if (at <= (this.fix.from ?? this.zero)) return;
    this.mistyped = false;
    this.#tell('change-fix', { at: Math.round(at) });
  }

  /** Who wears the other bib, and since when. */
  #other() {
    const { runner, other, sinceStart } = this.fix;
    const others = [...this.people.values()].filter((person) => person.runner !== runner);
    return html`<div class="time"><label>${say('fix.with')}
      <select @change=${(event) => this.#tell('change-fix', { other: event.target.value || undefined })}>
        <option value="" ?selected=${!other}>–</option>
        ${others.map((person) => html`<option value=${person.runner} ?selected=${person.runner === other}>${this.#nameOf(person.runner)}</option>`)}</select></label>
      ${this.over ? nothing : html`<div class="steps since">${[true, false].map((whole) => html`<button type="button" class=${sinceStart === whole ? 'chosen' : ''} aria-pressed=${sinceStart === whole}
        @click=${() => this.#tell('change-fix', { sinceStart: whole })}>${say(whole ? 'fix.sinceBeginning' : 'fix.fromNow')}</button>`)}</div>`}</div>`;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  /** The board of ratios where it moves, else that of laps. */
  #movers(preview) {
    if (preview.rejected) return html`<p class="short" role="alert">${say('refused', { why: refusalWords(preview.rejected) })}</p>${doorSaid(preview.rejected)}`;
    const hasRatio = (move) => move.board === 'ratio' && (move.before?.value !== undefined || move.after?.value !== undefined);
    const board = preview.moves.some(hasRatio) ? 'ratio' : 'laps';
    const moves = preview.moves.filter((move) => move.board === board);
    if (moves.length === 0) return html`<p>${say('fix.nobodyMoves')}</p>`;
    const told = (row) => {
      if (!row) return '–';
      if (board === 'ratio') return row.value === undefined ? (this.over ? '–' : say('running')) : format.ratio(row.value);
      return `${row.laps} ${say(row.laps === 1 ? 'unit.lap' : 'unit.laps')}`;
    };
    const onBoard = (row) => (board === 'ratio' && row?.value === undefined ? '–' : told(row));
    const place = (row) => (row?.place ? `${row.place}${row.shared ? '=' : ''}` : '–');
    const own = moves.find((move) => move.runner === this.fix.runner);
    return html`<table class="movers"><thead><tr><th scope="col">${say('runner')}</th><th scope="col">${say(board === 'ratio' ? 'col.number.ratio' : 'col.number')}</th><th scope="col">${say('col.place')}</th></tr></thead>
      <tbody>${moves.map((move) => html`<tr data-runner=${move.runner}><td>${this.#nameOf(move.runner)}</td>
        <td>${told(move.before) === told(move.after) ? told(move.after) : html`<s>${told(move.before)}</s> → <b>${told(move.after)}</b>`}</td>
        <td>${place(move.before)} → <b>${place(move.after)}</b></td></tr>`)}</tbody></table>
      <p class="soft">${say('fix.unmoved', { n: preview.unmoved })}</p>
      ${own ? html`<p class="soft">${say(this.over ? 'fix.resultsSay' : 'fix.boardSays')}</p><p class="fixed">${say('corrected', {
        alias: this.people.get(this.fix.runner)?.alias ?? this.fix.runner, old: onBoard(own.before), new: onBoard(own.after), why: say('why.coach-correction') })}</p>` : nothing}`;
  }
}

customElements.define('bs-fix', BsFix);
