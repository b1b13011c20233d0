// Why a place is what it is: the value with its neighbours' doubt, the laps it comes from, and what each lap rests on.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { say } from './words.js';
import { withToken } from './token.js';
import { vars } from './vars.js';
import { nameOf } from './names.js';
import { forwardOf, reason } from './rows.js';

const SHOWN_MILLIS = 30_000;
const THIN = '\u2009';
const at = (text) => Date.parse(text);

class BsWhy extends LitElement {
  static properties = { session: { attribute: false }, board: { attribute: false }, runner: { attribute: false }, store: { attribute: false }, lineages: { state: true } };

  #timer;

  constructor() {
    super();
    this.lineages = new Map();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setTimeout(() => this.#close(), SHOWN_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  firstUpdated() {
    for (const lap of this.#laps()) this.#ask(lap.lap);
    this.querySelector('button')?.focus();
  }

  async #ask(lap) {
    try {
      const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(this.session)}/lineage/${encodeURIComponent(this.runner)}/${lap}`));
      if (!answer.ok) return;
      const { revisions } = await answer.json();
      this.lineages = new Map([...this.lineages, [lap, revisions]]);
    } catch {
      // what the stream told is shown
    }
  }

  #close() {
    this.dispatchEvent(new CustomEvent('close-why', { bubbles: true }));
  }

  /** The laps that the value comes from: of a ratio the forward and the backward one, else all, newest first. */
  #laps() {
    const laps = [...(this.store.state.laps.get(this.runner)?.values() ?? [])].filter((lap) => lap.state !== 'RETRACTED').sort((a, b) => a.lap - b.lap);
    if (this.board !== 'ratio') return laps.slice(-3).reverse();
    const row = this.store.state.standings.get('ratio')?.rows.find((one) => one.runner === this.runner);
    const backward = laps.find((lap) => lap.lap === row?.backwardLap) ?? laps.filter((lap) => lap.facing === 'BACKWARD').at(-1);
    return [forwardOf(row, laps), backward].filter(Boolean);
  }

  #value(value) {
    return this.board === 'ratio' || this.board === 'improvement' ? format.ratio(value) : String(Math.round(value * 10) / 10);
  }

  render() {
    const { state } = this.store;
    const rows = (state.standings.get(this.board)?.rows ?? []).filter((row) => state.people.has(row.runner));
    const row = rows.find((one) => one.runner === this.runner);
    const person = state.people.get(this.runner);
    if (!row || !person) return nothing;
    const place = row.place ? say(row.shared ? 'say.shared' : 'say.place', { n: row.place }) : say('lineage.noPlace');
    return html`<div class="why" role="dialog" aria-modal="true" aria-label=${say('lineage.title', { alias: nameOf(person, row) })}>
      <header><h2>${say('lineage.title', { alias: nameOf(person, row) })}</h2>
        <button type="button" @click=${() => this.#close()}>${say('lineage.close')}</button></header>
      <p class="answer"><b>${place}</b>${row.value === undefined ? nothing : html` · <b>${this.#value(row.value)}</b> ${row.plusMinus > 0 ? format.ratioDoubt(row.plusMinus) : ''}`}
        ${row.shared || row.verdict === 'TOO_CLOSE' ? html`<span class="close">${say('lineage.close-call')}</span>` : nothing}</p>
      ${this.#bars(rows, row)}
      ${this.#laps().map((lap) => this.#lap(lap))}
    </div>`;
  }

  /** The row and its neighbours on one scale: where two bars overlap, nobody can say who is ahead. */
  #bars(rows, row) {
    const ranked = rows.filter((one) => one.place && one.value !== undefined);
    const index = ranked.indexOf(row);
    if (index < 0) return nothing;
    const near = ranked.slice(Math.max(0, index - 1), index + 2);
    const from = Math.min(...near.map((one) => one.value - (one.plusMinus ?? 0)));
    const to = Math.max(...near.map((one) => one.value + (one.plusMinus ?? 0)));
    const share = (value) => `${(((value - from) / (to - from || 1)) * 100).toFixed(1)}%`;
    return html`<ul class="bars">${near.map((one) => html`<li class=${one === row ? 'own' : ''}><span>${one.place}${one.shared ? '=' : ''} ${nameOf(this.store.state.people.get(one.runner), one)}</span>
      <span class="scale"><i ${vars({ '--from': share(one.value - (one.plusMinus ?? 0)), '--to': share(one.value + (one.plusMinus ?? 0)) })}></i></span>
      <span>${this.#value(one.value)}</span></li>`)}</ul>`;
  }

  /** The passings that it begins and ends with: who saw each, when, and how sure that is. */
  #marks({ marks = [], eventIds }, zone) {
    if (marks.length === 0) return eventIds ? say(eventIds.length === 1 ? 'lineage.event' : 'lineage.events', { n: eventIds.length }) : '–';
    return html`<ul class="marks">${marks.map((mark, i) => html`<li>${say(i === 0 ? 'lineage.from' : 'lineage.to', { source: say(`source.${mark.source}`) })}
      ${format.timeOfDaySeconds(at(mark.at), zone)} <span class="soft">±${THIN}${format.fineDoubt(mark.plusMinusSeconds)}</span></li>`)}</ul>`;
  }

  #lap(lap) {
    const zone = this.store.state.session?.timeZone ?? 'UTC';
    const revisions = this.lineages.get(lap.lap) ?? [lap];
    return html`<section><h3>${say('lineage.lap', { n: lap.lap })} · ${say(`facing.${lap.facing}`)} · ${format.sourcedLap(lap.lapSeconds.value, lap.source)}</h3>
      <table><thead><tr><th scope="col">${say('lineage.revision')}</th><th scope="col">${say('col.time')}</th><th scope="col">±</th><th scope="col">${say('lineage.source')}</th><th scope="col">${say('lineage.ended')}</th><th scope="col">${say('lineage.marks')}</th></tr></thead>
      <tbody>${[...revisions].reverse().map((one) => html`<tr class=${one.revision === lap.revision ? '' : 'was'}>
        <td>${one.revision}${one.reason ? html` <span class="soft">${reason(one.reason)}</span>` : nothing}</td>
        <td>${format.sourcedLap(one.lapSeconds.value, one.source)}</td><td>${format.fineDoubt(one.lapSeconds.plusMinus)}</td>
        <td>${say(`source.${one.source}`)}</td><td>${format.timeOfDaySeconds(at(one.endedAt), zone)}</td><td>${this.#marks(one, zone)}</td></tr>`)}</tbody></table></section>`;
  }
}

customElements.define('bs-why', BsWhy);
