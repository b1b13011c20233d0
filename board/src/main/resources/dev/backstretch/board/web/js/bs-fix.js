// A correction before it is made: the question in words, who would move, what the board will say, and why.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { say } from './words.js';

const REASONS = ['wrong-bib', 'double-tap', 'missed-read', 'other'];

class BsFix extends LitElement {
  static properties = { fix: { attribute: false }, people: { attribute: false }, why: { state: true } };

  constructor() {
    super();
    this.why = 'other';
  }

  createRenderRoot() {
    return this;
  }

  #nameOf(runner) {
    const person = this.people.get(runner);
    return person ? [person.bib, person.alias].filter(Boolean).join(' ') : runner;
  }

  render() {
    const { preview, stale } = this.fix;
    const who = this.#nameOf(this.fix.runner);
    return html`<section aria-label=${say('fix.title')}>
      <h2>${say('fix.remove', { who, n: this.fix.lap })}</h2>
      <p class="soft">${say('fix.nothingYet')}</p>
      ${stale ? html`<p class="short" role="status">${say('fix.again')}</p>` : nothing}
      ${preview === null ? html`<p>${say('fix.reckoning')}</p>` : preview === undefined ? html`<p class="short" role="status">${say('fix.noPreview')}</p>` : this.#movers(preview)}
      <fieldset><legend>${say('fix.why')}</legend>${REASONS.map((reason) => html`<button type="button" class=${this.why === reason ? 'chosen' : ''} aria-pressed=${this.why === reason}
        @click=${() => { this.why = reason; }}>${say(`fix.why.${reason}`)}</button>`)}</fieldset>
      <div class="ends"><button type="button" @click=${() => this.#tell('keep')}>${say('fix.keep')}</button>
        <button type="button" class="primary" ?disabled=${preview === null || Boolean(preview?.rejected)} @click=${() => this.#tell('apply', { why: this.why })}>${say('fix.apply')}</button></div>
    </section>`;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  /** The board of ratios where it moves, else that of laps. */
  #movers(preview) {
    if (preview.rejected) return html`<p class="short" role="alert">${say('refused', { why: preview.rejected.message })}</p>`;
    const hasRatio = (move) => move.board === 'ratio' && (move.before?.value !== undefined || move.after?.value !== undefined);
    const board = preview.moves.some(hasRatio) ? 'ratio' : 'laps';
    const moves = preview.moves.filter((move) => move.board === board);
    if (moves.length === 0) return html`<p>${say('fix.nobodyMoves')}</p>`;
    const told = (row) => {
      if (!row) return '–';
      if (board === 'ratio') return row.value === undefined ? say('running') : format.ratio(row.value);
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
      ${own ? html`<p class="soft">${say('fix.boardSays')}</p><p class="fixed">${say('corrected', {
        alias: this.people.get(this.fix.runner)?.alias ?? this.fix.runner, old: onBoard(own.before), new: onBoard(own.after), why: say('why.coach-correction') })}</p>` : nothing}`;
  }
}

customElements.define('bs-fix', BsFix);
