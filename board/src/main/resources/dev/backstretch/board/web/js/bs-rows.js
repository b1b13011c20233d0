// The table of runners: a real table, one row a runner, moved and not rebuilt when places change.
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { face, zoneBadge } from './glyphs.js';
import { say } from './words.js';
import { vars } from './vars.js';

const MOVE_MILLIS = 400;
const FADE_MILLIS = 200;
const QUIET_FADE_MILLIS = 120;
const MOST_MOVES = 8;
const UP_SHOWN_MILLIS = 5000;
const EASE = 'cubic-bezier(.2,0,0,1)';
const still = matchMedia('(prefers-reduced-motion: reduce)');

const NUMBERS = {
  ratio: 'col.number.ratio',
  'free-laps': 'col.number.free',
  effort: 'col.number.effort',
  improvement: 'col.number.improvement',
  team: 'col.number.team',
  relay: 'col.number.relay',
};

/** What the one number of a board is called. */
export const numberHeading = (board) => say(NUMBERS[board] ?? 'col.number');

export class BsRows extends LitElement {
  static properties = {
    rows: { attribute: false },
    board: { attribute: false },
    wide: { attribute: false },
    page: { attribute: false },
  };

  #order = [];
  #ranks = new Map();
  #raised = new Map();
  #page;
  #fitted = new WeakMap();

  constructor() {
    super();
    this.rows = [];
    this.board = '';
    this.wide = true;
    this.page = '';
  }

  createRenderRoot() {
    return this;
  }

  willUpdate() {
    const now = performance.now();
    for (const row of this.rows) {
      const before = this.#ranks.get(row.runner);
      if (before && row.rank && row.rank < before) this.#raised.set(row.runner, now + UP_SHOWN_MILLIS);
      this.#ranks.set(row.runner, row.rank);
    }
    for (const [runner, until] of this.#raised) if (until < now) this.#raised.delete(runner);
  }

  render() {
    return html`<table data-board=${this.board}>
      <caption>${say(`caption.${this.board}`)}</caption>
      <colgroup>
        <col class="c-place">${this.wide ? html`<col class="c-facing">` : nothing}<col class="c-alias"><col class="c-zone">
        ${this.wide ? html`<col class="c-second">` : nothing}<col class="c-number">${this.wide ? html`<col class="c-doubt">` : nothing}
      </colgroup>
      <thead><tr>
        <th scope="col">${say('col.place')}</th>
        ${this.wide ? html`<th scope="col">${say('col.facing')}</th>` : nothing}
        <th scope="col">${say(this.board === 'team' || this.board === 'relay' ? 'col.team' : 'col.alias')}</th>
        <th scope="col">${say('col.zone')}</th>
        ${this.wide ? html`<th scope="col">${say(this.board === 'ratio' ? 'col.second.ratio' : this.board === 'relay' ? 'col.second.relay' : 'col.second')}</th>` : nothing}
        <th scope="col">${numberHeading(this.board)}</th>
        ${this.wide ? html`<th scope="col">${say('col.doubt')}</th>` : nothing}
      </tr></thead>
      <tbody>${repeat(this.rows, (row) => row.runner, (row) => this.#row(row))}</tbody>
    </table>`;
  }

  #row(row) {
    const classes = [
      row.progress !== undefined ? 'runs' : '',
      row.backward ? 'backward' : '',
      row.crossed ? 'crossed' : '',
      row.fix ? 'fix' : '',
      row.stale ? 'stale' : '',
    ].filter(Boolean).join(' ');
    const up = still.matches && this.#raised.has(row.runner);
    return html`<tr class=${classes} data-runner=${row.runner} aria-label=${row.label} @click=${() => this.#why(row)}
        ${vars({ '--done': row.progress === undefined ? '0%' : `${(row.progress * 100).toFixed(1)}%` })}>
      <td class="place"><div class="cell">${up ? html`<span class="moved-up">▲</span>` : nothing}${row.rank > 0
        ? row.members ? html`<span>${row.rank}</span>${row.shared ? html`<span class="same">=</span>` : nothing}`
          : html`<button type="button" class="rank" aria-haspopup="dialog" aria-label=${say('lineage.ask', { n: row.rank, alias: row.alias })}>${row.rank}${row.shared ? html`<span class="same">=</span>` : nothing}</button>`
        : nothing}</div></td>
      ${this.wide
        ? html`<td class="facing"><div class="cell">${row.face ? html`${face(row.face)}<span class="sr">${say(`facing.${row.face}`)}</span>` : nothing}</div></td>`
        : nothing}
      <td class="alias"><div class="cell"><span class=${row.thai ? 'text thai' : 'text'}>${row.alias}</span>${this.wide || !row.fix ? nothing
        : html`<span class="was"><span class="sr">${say('was')} </span><s>${row.fix.old}</s></span>`}</div></td>
      <td class="zone"><div class="cell">${row.zone === undefined
        ? row.members ? nothing : html`<span class="none">–</span>`
        : html`${zoneBadge(row.zone)}<span class="sr">${say('say.zone', { n: row.zone })}</span>`}</div></td>
      ${this.wide ? html`<td class="second"><div class="cell">${row.second}</div></td>` : nothing}
      <td class="number ${row.tone}"><div class="cell">${this.wide ? nothing : this.#mark(row)}<span class="value">${row.number}</span>${row.unit
        ? html`<span class="unit">${row.unit}</span>`
        : nothing}</div></td>
      ${this.wide ? html`<td class="doubt"><div class="cell">${this.#doubt(row)}</div></td>` : nothing}
    </tr>`;
  }

  /** A team's place comes from many laps: it has no page of its own. */
  #why(row) {
    if (!row.members) this.dispatchEvent(new CustomEvent('why', { bubbles: true, detail: { runner: row.runner, board: this.board } }));
  }

  /** What the column of doubt says, where two columns of rows leave no room for it. */
  #mark({ mark }) {
    if (!mark) return nothing;
    return html`<span class="mark ${mark.tone ?? ''}">${mark.face ? face(mark.face) : html`<span aria-hidden="true">${mark.sign}</span>`}<span class="sr">${mark.says}</span></span>`;
  }

  #doubt(row) {
    const lines = row.lines.filter((line) => line.text);
    if (lines.length > 0) {
      return html`<span class="lines">${lines.map((line) => html`<span class=${line.tone ?? ''}>${line.text}</span>`)}</span>`;
    }
    return row.doubt
      .filter((part) => part.text || part.was)
      .map((part) =>
        part.was
          ? html`<span class="was">${say('was')} <s>${part.was}</s></span>`
          : html`<span class=${part.tone ?? ''}>${part.text}</span>`);
  }

  updated() {
    this.#fit();
    const order = this.rows.map((row) => row.runner);
    const page = `${this.board}|${this.page}`;
    const samePage = this.#page === page;
    const before = this.#order;
    if (samePage && before.length === order.length && order.every((runner, i) => runner === before[i])) return;
    this.#page = page;
    this.#order = order;
    if (samePage && before.length > 0) this.#move(before);
  }

  /** A number changes at once in its row; then the row moves. All rows are of one height, so a place in the order has its own. */
  #move(order) {
    const rows = [...this.querySelectorAll('tbody > tr')];
    const tops = rows.map((row) => row.offsetTop);
    const height = tops.length > 1 ? (tops.at(-1) - tops[0]) / (tops.length - 1) : 0;
    const was = new Map(order.map((runner, i) => [runner, tops[0] + i * height]));
    const moved = rows
      .map((row, i) => ({ row, by: was.get(row.dataset.runner) - tops[i] }))
      .filter(({ by }) => Math.abs(by) > 1);
    const fade = still.matches || moved.length > MOST_MOVES;
    const duration = still.matches ? QUIET_FADE_MILLIS : fade ? FADE_MILLIS : MOVE_MILLIS;
    for (const { row, by } of moved) {
      row.animate(
        fade ? [{ opacity: 0.2 }, { opacity: 1 }] : [{ transform: `translateY(${by}px)` }, { transform: 'none' }],
        { duration, easing: EASE });
    }
  }

  /**
   * A long name shrinks to 85 % before it is cut; so does a number before it would wrap. All that changed is made loose, then all
   * of it measured: one layout, not one for each.
   */
  #fit() {
    const changed = [];
    for (const text of this.querySelectorAll('td.alias .text, td.number .value')) {
      // A sign beside it needs its room too.
      const words = `${text.parentElement.textContent}|${innerWidth}x${innerHeight}|${this.wide}`;
      if (this.#fitted.get(text) === words) continue;
      this.#fitted.set(text, words);
      text.classList.remove('tight');
      changed.push(text);
    }
    const tight = changed.filter((text) => {
      const cell = text.parentElement;
      // What sticks out at the left, as a number does, is no overflow to a browser.
      const sticksOut = cell.firstElementChild.getBoundingClientRect().left < cell.getBoundingClientRect().left - 1;
      return sticksOut || text.scrollWidth > text.clientWidth + 1 || cell.scrollWidth > cell.clientWidth + 1;
    });
    for (const text of tight) text.classList.add('tight');
  }
}

customElements.define('bs-rows', BsRows);
