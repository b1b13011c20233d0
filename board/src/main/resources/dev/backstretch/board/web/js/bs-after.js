// What a session came to: podiums, a line for everybody, who was there and what was said otherwise since; on paper as well.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import * as results from './results.js';
import { dayAndTime, day } from './when.js';
import { withToken } from './token.js';
import { chooseLanguage, has, language, languages, loadWords, say } from './words.js';
import { face } from './glyphs.js';

const AGAIN_MILLIS = 10_000;
const query = new URLSearchParams(location.search);

class BsAfter extends LitElement {
  static properties = { known: { state: true }, link: { state: true } };

  #timer;
  #shown = () => {
    if (!document.hidden) this.#load();
  };

  createRenderRoot() {
    return this;
  }

  constructor() {
    super();
    this.session = decodeURIComponent(location.pathname.split('/')[2] ?? '');
    this.leads = query.get('view') === 'coach';
    this.known = null;
    /** `connecting`, `open`, `lost`, `unknown` or `refused`. */
    this.link = 'connecting';
  }

  async connectedCallback() {
    await loadWords(language());
    super.connectedCallback();
    addEventListener('visibilitychange', this.#shown);
    await this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    removeEventListener('visibilitychange', this.#shown);
  }

  get #address() {
    const path = `/v1/sessions/${encodeURIComponent(this.session)}/results`;
    return this.leads ? `${path}?view=coach` : path;
  }

  async #load() {
    clearTimeout(this.#timer);
    try {
      const answer = await fetch(withToken(this.#address));
      if (answer.ok) {
        this.known = await answer.json();
        this.link = 'open';
      } else {
        this.link = answer.status === 404 ? 'unknown' : answer.status === 401 || answer.status === 403 ? 'refused' : 'lost';
        // What one may no longer see is not left standing.
        if (this.link !== 'lost') this.known = null;
      }
    } catch {
      this.link = 'lost';
    }
    this.#timer = setTimeout(() => this.#load(), AGAIN_MILLIS);
  }

  willUpdate() {
    const asked = query.get('theme');
    const hour = format.hourOfDay(Date.now(), this.#zone);
    const theme = asked === 'sun' || asked === 'night' ? asked : hour >= 7 && hour < 17 ? 'sun' : 'night';
    if (document.documentElement.dataset.theme !== theme) document.documentElement.dataset.theme = theme;
    document.title = `${say('after.title')} · Backstretch`;
  }

  get #zone() {
    return this.known?.timeZone ?? 'UTC';
  }

  /** Whoever leads may mend the laps for as long as there are results here. */
  get #correctable() {
    return this.leads && this.known?.correctableUntil !== undefined;
  }

  #coachPage(runner) {
    const path = `/coach/${encodeURIComponent(this.session)}`;
    return runner === undefined ? path : `${path}?runner=${encodeURIComponent(runner)}`;
  }

  async #speak(one) {
    await chooseLanguage(one);
    this.requestUpdate();
  }

  // ---- what is shown ----

  render() {
    if (!this.known) return this.#instead();
    const { known } = this;
    const over = known.state === 'CLOSED';
    return html`<main data-phase=${over ? 'over' : 'on'}>
      <header>
        <h1>${face('FINISHED')} ${say(over ? 'step.over' : 'after.goesOn')}</h1>
        ${this.#tongues()}
      </header>
      <p class="what">${this.#title()}</p>
      ${this.link === 'lost' ? html`<p class="strip" role="alert">${say('connectionLost')}</p>` : nothing}
      <p class="state ${known.final ? 'final' : ''}" role="status">${this.#finality()}</p>
      <p class="actions">
        <button type="button" data-do="print" @click=${() => print()}>${say('after.print')}</button>
        <a class="button" data-do="csv" download href=${withToken(`${this.#address}${this.leads ? '&' : '?'}format=csv`)}>${say('after.csv')}</a>
        ${this.#correctable ? html`<a class="button" data-do="correct" href=${this.#coachPage()}>${say('after.correct')}</a>` : nothing}
        ${this.leads ? nothing : html`<a class="button" href=${withToken(`/board/${encodeURIComponent(this.session)}`)}>${say('openTv')}</a>`}
      </p>
      ${known.boards.length > 0 ? html`<section class="podiums">${known.boards.map((board) => this.#podium(board))}</section>` : nothing}
      ${this.#table()}
      ${this.#changes()}
      ${this.#attendance()}
    </main>`;
  }

  #instead() {
    const words = {
      unknown: [say('unknownSession', { session: this.session }), say('after.unknownHow')],
      refused: [say('after.refused'), say('after.refusedHow')],
      lost: [say('lost'), say('after.again')],
      connecting: [say('connecting'), ''],
    }[this.link];
    return html`<main data-phase=${this.link}><header><h1>${words[0]}</h1>${this.#tongues()}</header><p>${words[1]}</p>
      <p><a class="button" href="/">${say('sessions')}</a></p></main>`;
  }

  #tongues() {
    return html`<p class="tongues">${languages().map((one) => html`<button type="button" lang=${one} aria-pressed=${document.documentElement.lang === one} @click=${() => this.#speak(one)}>${say(`language.${one}`)}</button>`)}</p>`;
  }

  #title() {
    const { known } = this;
    const plan = has(`plan.${known.plan}`) ? say(`plan.${known.plan}`) : known.plan;
    return say('after.what', { plan, day: day(known.startedAt ?? known.openedAt, this.#zone), session: known.session });
  }

  #finality() {
    const { known } = this;
    if (known.state !== 'CLOSED') return say('after.soFar');
    return known.final ? say('final') : say('provisional', { t: format.timeOfDay(Date.parse(known.provisionalUntil), this.#zone) });
  }

  #podium(board) {
    return html`<section class="podium" data-board=${board.board}>
      <h2>${say(`board.${board.board}`)}</h2>
      <ol>${board.podium.map((step) => html`<li>
        <span class="rank">${step.place}${step.shared ? html`<span aria-hidden="true">=</span><span class="sr">${say('say.shared', { n: step.place })}</span>` : nothing}</span>
        <ul>${step.rows.map((row) => {
          const result = results.told(board.board, row);
          return html`<li><span class="who">${row.team ? row.runner : row.alias}</span>
            <span class="doubt">${[result.sign, result.doubt].filter(Boolean).join(' ')}</span>
            <span class="value">${result.number}${result.unit ? html` <small>${result.unit}</small>` : nothing}</span></li>`;
        })}</ul></li>`)}</ol></section>`;
  }

  #table() {
    const { known } = this;
    const lines = known.runners;
    if (lines.length === 0) return html`<p class="soft">${say('after.nobody')}</p>`;
    const ratios = lines.some((line) => line.ratio);
    const points = lines.some((line) => line.effortPoints !== undefined);
    const laps = !ratios || known.main !== 'ratio';
    const bibs = lines.some((line) => line.bib);
    const columns = 3 + (bibs ? 1 : 0) + (laps ? 1 : 0) + (ratios ? 5 : 0) + (points ? 1 : 0);
    const main = known.boards.find((board) => board.board === known.main);
    return html`<section class="all"><h2>${say('after.everybody')}</h2>
      <div class="wide" tabindex="0" role="region" aria-label=${say('after.everybody')}><table>
      <caption class="sr">${say('after.caption')}</caption>
      <thead>
        <tr class="paper"><td colspan=${columns}>${this.#title()}</td></tr>
        <tr><th scope="col" class="right">${say('col.place')}</th>${bibs ? html`<th scope="col" class="right">${say('after.bib')}</th>` : nothing}<th scope="col">${say('runner')}</th>
          ${laps ? html`<th scope="col" class="right">${say('col.number')}</th>` : nothing}
          ${ratios ? html`<th scope="col" class="right">${say('after.forward')}</th><th scope="col" class="right">${say('after.back')}</th><th scope="col" class="right">${say('after.ratio')}</th><th scope="col" class="right">±</th><th scope="col">${say('after.source')}</th>` : nothing}
          ${points ? html`<th scope="col" class="right">${say('board.effort')}</th>` : nothing}
          <th scope="col">${say('after.note')}</th></tr>
      </thead>
      <tfoot class="paper"><tr><td colspan=${columns}>${this.#finality()}${main ? ` · ${say('after.rules', { rules: main.ruleVersion, n: main.revision })}` : ''}</td></tr></tfoot>
      <tbody>${lines.map((line) => html`<tr data-runner=${line.runner}>
        <td class="right">${results.place(line)}</td>${bibs ? html`<td class="right">${line.bib ?? ''}</td>` : nothing}<th scope="row">${this.#correctable ? html`<a href=${this.#coachPage(line.runner)} aria-label=${say('after.correctOf', { who: line.alias })}>${line.alias}</a>` : line.alias}</th>
        ${laps ? html`<td class="right">${line.laps}</td>` : nothing}
        ${ratios ? html`<td class="right">${results.lap(line.forward)}</td><td class="right">${results.lap(line.backward)}</td><td class="right strong">${results.ratio(line.ratio)}</td><td class="right">${format.ratioDoubt(line.ratio?.plusMinus ?? NaN).slice(1)}</td><td>${line.source ? say(`source.${line.source}`) : ''}</td>` : nothing}
        ${points ? html`<td class="right">${line.effortPoints ?? ''}</td>` : nothing}
        <td class="note">${results.notes(line)}</td></tr>`)}</tbody>
    </table></div></section>`;
  }

  #changes() {
    const { known } = this;
    if (known.state !== 'CLOSED') return nothing;
    const changes = known.changes.filter(results.isTold).map((one) => ({ ...results.change(one), at: one.at }));
    return html`<section class="changes"><h2>${say('after.changes')}</h2>
      ${changes.length === 0 ? html`<p class="soft">${say('after.unchanged')}</p>` : html`<ul>${changes.map((one) => html`<li>
        <b>${one.alias}</b>, ${one.measure}:
        ${one.sameNumber ? nothing : html`<s>${one.was}</s> → <b>${one.is}</b>`}
        ${one.wasPlace === one.isPlace ? nothing : html`<span class="moved">${say('after.place', { old: one.wasPlace || '–', new: one.isPlace || '–' })}</span>`}
        <small>${[one.why, dayAndTime(one.at, this.#zone)].filter(Boolean).join(', ')}</small></li>`)}</ul>`}</section>`;
  }

  #attendance() {
    const { known } = this;
    const kinds = ['CAME', 'LEFT', 'NO_SHOW'].filter((kind) => known.attendance[kind] > 0);
    if (kinds.length === 0) return nothing;
    return html`<section class="attendance"><h2>${say('attendance')}</h2><dl>${kinds.map((kind) => html`<div data-attendance=${kind}>
      <dt>${say(`attendance.${kind}`)} <span class="count">${known.attendance[kind]}</span></dt>
      <dd>${known.runners.filter((line) => line.attendance === kind).map((line) => line.alias).join(', ')}</dd></div>`)}</dl></section>`;
  }
}

customElements.define('bs-after', BsAfter);
