// A runner's own log: what is due today, sessions, ratio and pace over time, records, the way from walking to running
// backwards, minutes by heart zone, how hard it was. No rule is here: it shows what the history says.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { dots, zoneBar } from './plots.js';
import { day, dayAndTime, recentDay } from './when.js';
import { hasToken, withToken } from './token.js';
import { chooseLanguage, has, language, languages, loadWords, say } from './words.js';
import { newId } from './me.js';
import { pace, paceUnit, unitsChoice } from './units.js';
import { face } from './glyphs.js';
import './bs-card.js';

const query = new URLSearchParams(location.search);
const RATINGS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const GOAL = 2;
const at = (text) => Date.parse(text);

class BsRunner extends LitElement {
  static properties = { known: { state: true }, link: { state: true }, rating: { state: true }, told: { state: true }, card: { state: true } };

  createRenderRoot() {
    return this;
  }

  constructor() {
    super();
    this.runner = decodeURIComponent(location.pathname.split('/')[2] ?? '');
    this.known = null;
    /** `connecting`, `open`, `lost`, `unknown`, `refused`, `consent` or `away`. */
    this.link = 'connecting';
    this.rating = null;
    this.told = '';
    this.card = '';
  }

  async connectedCallback() {
    await loadWords(language());
    super.connectedCallback();
    await this.#load();
  }

  get #address() {
    const camp = query.get('camp');
    return `/v1/runners/${encodeURIComponent(this.runner)}/history${camp ? `?camp=${encodeURIComponent(camp)}` : ''}`;
  }

  async #load() {
    try {
      const answer = await fetch(withToken(this.#address));
      if (answer.ok) {
        this.known = await answer.json();
        this.link = 'open';
        return;
      }
      const why = await answer.json().catch(() => ({}));
      this.link = { 401: 'refused', 403: /consent/.test(why.detail ?? '') ? 'consent' : 'refused', 404: 'unknown', 503: 'away' }[answer.status] ?? 'lost';
    } catch {
      this.link = 'lost';
    }
    // What one may no longer see is not left standing.
    if (this.link !== 'lost') this.known = null;
  }

  async #rate(session) {
    const event = { type: 'rpe', eventId: newId(), runner: this.runner, observedAt: new Date().toISOString(), rating: this.rating };
    try {
      const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(session)}/events`), {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event),
      });
      this.told = answer.ok ? 'rpe.saved' : answer.status === 409 ? 'rpe.late' : answer.status === 429 || answer.status >= 500 ? 'rpe.busy' : 'rpe.notTaken';
    } catch {
      this.told = 'rpe.alone';
    }
    if (this.told === 'rpe.saved') await this.#load();
  }

  willUpdate() {
    const asked = query.get('theme');
    const zone = this.known?.log[0]?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const hour = format.hourOfDay(Date.now(), zone);
    const theme = asked === 'sun' || asked === 'night' ? asked : hour >= 7 && hour < 17 ? 'sun' : 'night';
    if (document.documentElement.dataset.theme !== theme) document.documentElement.dataset.theme = theme;
    document.title = `${say('log.title')} · Backstretch`;
  }

  async #speak(one) {
    await chooseLanguage(one);
    this.requestUpdate();
  }

  // ---- what is shown ----

  render() {
    if (!this.known) return this.#instead();
    const { known } = this;
    return html`<main data-phase="open">
      <header><h1>${known.alias}<small>${say('log.title')}</small></h1>${this.#choices()}</header>
      ${this.link === 'lost' ? html`<p class="strip" role="alert">${say('lost')}</p>` : nothing}
      ${known.soreness?.due ? html`<p class="note" data-note="soreness">${say('log.soreness')}</p>` : nothing}
      ${this.#ask()}
      ${known.log.length === 0 ? html`<p class="soft">${say('log.none')}</p>` : html`
        <div class="halves"><div>${this.#ratios()}${this.#records()}${this.#ladder()}${this.#exertions()}${this.#claims()}</div>
          <div>${this.#paces()}${this.#zones()}${this.#sessions()}</div></div>`}
      ${this.#downloads()}
    </main>`;
  }

  #instead() {
    return html`<main data-phase=${this.link}><header><h1>${say(`log.${this.link}`)}</h1>${this.#choices()}</header>
      ${this.link === 'connecting' ? nothing : html`<p>${say(`log.${this.link}.how`)}</p>
        <p><button type="button" data-do="again" @click=${() => this.#load()}>${say('log.again')}</button></p>`}</main>`;
  }

  #choices() {
    return html`<p class="choices">${languages().map((one) => html`<button type="button" lang=${one} aria-pressed=${document.documentElement.lang === one} @click=${() => this.#speak(one)}>${say(`language.${one}`)}</button>`)}
      ${unitsChoice(() => this.requestUpdate())}</p>`;
  }

  /** How hard it was: asked of the newest session, as long as its doors take an answer. */
  #ask() {
    const open = this.known.log.find((session) => session.exertionOpen && !session.exertion);
    if (!open && !this.told) return nothing;
    return html`<section class="ask" aria-label=${say('rpe.question')}>
      ${open ? html`<h2>${say('rpe.question')}</h2>
        <p class="soft">${say('rpe.of', { day: day(open.startedAt, open.timeZone), plan: this.#plan(open) })}</p>
        <fieldset><legend class="sr">${say('rpe.question')}</legend>${RATINGS.map((rating) => html`<label class=${this.rating === rating ? 'chosen' : ''}>
          <input type="radio" name="rating" value=${rating} .checked=${this.rating === rating} @change=${() => { this.rating = rating; }}>
          <b>${rating}</b> <span>${has(`rpe.${rating}`) ? say(`rpe.${rating}`) : nothing}</span></label>`)}</fieldset>
        <button class="strong" type="button" data-do="rate" ?disabled=${this.rating === null} @click=${() => this.#rate(open.session)}>${say('rpe.send')}</button>
        <p class="source">${say('rpe.source')} CR10: Borg 1982, Med Sci Sports Exerc 14:377; Foster 2001, JSCR 15:109</p>` : nothing}
      <p role="status" class="told">${this.told ? say(this.told) : nothing}</p></section>`;
  }

  #plan(session) {
    return session.plan && has(`plan.${session.plan}`) ? say(`plan.${session.plan}`) : session.plan ?? '';
  }

  #ratios() {
    const sessions = this.known.log.filter((session) => session.ratio).reverse();
    if (sessions.length === 0) return nothing;
    const points = sessions.map(({ startedAt, ratio }) => ({ at: at(startedAt), value: ratio.value, half: ratio.plusMinus ?? 0 }));
    return html`<section><h2>${say('col.number.ratio')}</h2>
      ${dots(points, { goal: GOAL, step: 0.1, label: (value) => value.toFixed(1), says: say('log.ratioPlot', { n: points.length }), timeZone: sessions[0].timeZone })}
      <p class="soft">${say('log.gap')}</p>
      ${this.#table(say('log.ratioTable'), [say('log.day'), say('after.forward'), say('after.back'), say('after.ratio'), '±'], [...sessions].reverse().map((session) => [
        this.#rowDay(session.startedAt, session.timeZone), this.#lap(session.ratio.forward), this.#lap(session.ratio.backward),
        session.ratio.verdict === 'NO_VERDICT' ? format.projected(session.ratio.value) : format.ratio(session.ratio.value),
        format.ratioDoubt(session.ratio.plusMinus ?? NaN).slice(1)]))}
    </section>`;
  }

  #lap(one) {
    return one ? format.sourcedLap(one.value, one.source) : '';
  }

  #table(caption, heads, rows) {
    return html`<details><summary>${caption}</summary><div class="wide" tabindex="0" role="region" aria-label=${caption}><table><caption class="sr">${caption}</caption>
      <thead><tr>${heads.map((head, i) => html`<th scope="col" class=${i > 0 ? 'right' : ''}>${head}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="right">${cell}</td>`))}</tr>`)}</tbody></table></div></details>`;
  }

  #rowDay(when, timeZone) {
    return recentDay(when, timeZone, this.known.log[0].startedAt);
  }

  #records() {
    const kept = ['FORWARD', 'BACKWARD'].filter((facing) => this.known.records[facing]);
    if (kept.length === 0) return nothing;
    return html`<section class="records"><h2>${say('log.records')}</h2><dl>${kept.map((facing) => {
      const best = this.known.records[facing];
      return html`<div data-record=${facing}><dt>${face(facing)} ${say(`facing.${facing}`)}</dt>
        <dd>${format.sourcedLap(best.lapSeconds.value, best.source)} <small>${format.lapDoubt(best.lapSeconds.plusMinus, best.source)}</small></dd>
        <dd class="soft">${pace(best.paceSecondsPerKm.value, best.paceSecondsPerKm.plusMinus)}${paceUnit()}, ${day(best.startedAt, this.#zoneOf(best.session))}</dd></div>`;
    })}</dl></section>`;
  }

  #zoneOf(id) {
    return this.known.log.find((session) => session.session === id)?.timeZone;
  }

  #ladder() {
    const { ladder } = this.known;
    if (!ladder) return nothing;
    return html`<section class="ladder"><h2>${say('log.ladder')}</h2>
      <ol>${Array.from({ length: ladder.stages }, (_, i) => i + 1).map((stage) => html`<li class=${stage < ladder.stage ? 'done' : stage === ladder.stage ? 'next' : ''} aria-current=${stage === ladder.stage ? 'step' : nothing}>
        <b>${stage < ladder.stage ? '✓' : stage}</b> <span>${say(`stage.${stage}`)}${stage === ladder.stage ? html` <small>${say('log.ladderNext')}</small>` : nothing}</span></li>`)}</ol>
      <p class="soft">${say('log.ladderRule')}${ladder.unrated > 0 ? html` ${say('log.unrated', { n: ladder.unrated })}` : nothing}</p></section>`;
  }

  #paces() {
    const kinds = ['FORWARD', 'BACKWARD'].filter((facing) => this.known.trend[facing].some((point) => point.paceSecondsPerKm));
    if (kinds.length === 0) return nothing;
    const points = kinds.flatMap((facing) => this.known.trend[facing].filter((point) => point.paceSecondsPerKm).map((point) => ({ ...point, facing })));
    return html`<section><h2>${say('log.pace')}</h2>
      ${kinds.map((facing) => {
        const of = points.filter((point) => point.facing === facing);
        return html`<h3>${face(facing)} ${say(`facing.${facing}`)}</h3>${dots(
          of.map((point) => ({ at: at(point.at), value: point.paceSecondsPerKm, back: facing === 'BACKWARD' })),
          { step: 15, label: (value) => pace(value), says: say('log.pacePlot', { facing: say(`facing.${facing}`), n: of.length }), timeZone: this.#zoneOf(of[0].session) })}`;
      })}
      ${this.#table(say('log.paceTable'), [say('log.day'), say('log.facing'), say('col.number'), say('run.pace')], points.sort((a, b) => at(b.at) - at(a.at)).map((point) => [
        this.#rowDay(point.at, this.#zoneOf(point.session)), say(`facing.${point.facing}`), String(point.laps), `${pace(point.paceSecondsPerKm)}${paceUnit()}`]))}
    </section>`;
  }

  #zones() {
    const sessions = this.known.log.filter((session) => session.zones?.seconds.some((one) => one > 0));
    if (sessions.length === 0) return nothing;
    const minutes = (seconds) => String(Math.round(seconds / 60));
    return html`<section class="zone-minutes"><h2>${say('log.zones')}</h2>
      <ul>${sessions.slice(0, 12).map((session) => html`<li><span>${day(session.startedAt, session.timeZone)}</span>
        ${zoneBar(session.zones.seconds, session.zones.unknownSeconds, say('log.zoneBar', { day: day(session.startedAt, session.timeZone), zones: session.zones.seconds.map((one, zone) => `Z${zone} ${say('minutes', { n: minutes(one) })}`).join(', ') }))}</li>`)}</ul>
      <p class="soft">${say('log.zonesHow')}</p>
      ${this.#table(say('log.zoneTable'), [say('log.day'), ...[0, 1, 2, 3, 4, 5].map((zone) => `Z${zone}`), '–'], sessions.map((session) => [
        this.#rowDay(session.startedAt, session.timeZone), ...session.zones.seconds.map(minutes), minutes(session.zones.unknownSeconds ?? 0)]))}
    </section>`;
  }

  #exertions() {
    const rated = this.known.log.filter((session) => session.exertion);
    if (rated.length === 0) return nothing;
    const points = rated.map(({ startedAt, exertion }) => ({ at: at(startedAt), value: exertion.rating })).reverse();
    return html`<section class="exertions"><h2>${say('log.exertions')}</h2>
      ${dots(points, { range: [0, 10], step: 2, label: String, says: say('log.exertionPlot', { n: points.length }), timeZone: rated[0].timeZone })}
      ${this.#table(say('log.exertionTable'), [say('log.day'), say('log.rating'), say('log.load')], rated.map(({ startedAt, timeZone, exertion }) => [
        this.#rowDay(startedAt, timeZone), String(exertion.rating), exertion.load === undefined ? '' : String(Math.round(exertion.load))]))}
      <p class="source">${say('rpe.source')} CR10; ${say('log.load')}: Foster 2001, JSCR 15:109</p></section>`;
  }

  #sessions() {
    return html`<section class="sessions"><h2>${say('log.sessions')}</h2><ul>${this.known.log.map((session) => html`<li data-session=${session.session}>
      <h3>${dayAndTime(session.startedAt, session.timeZone)} <small>${this.#plan(session)}</small></h3>
      <p>${[
        session.ratio ? (session.ratio.verdict === 'NO_VERDICT' ? format.projected(session.ratio.value) : format.ratio(session.ratio.value)) : '',
        `${session.laps} ${say(session.laps === 1 ? 'unit.lap' : 'unit.laps')}`,
        session.elapsedSeconds ? say('minutes', { n: Math.round(session.elapsedSeconds / 60) }) : '',
        session.exertion ? say('log.exertion', { n: session.exertion.rating }) : '',
      ].filter(Boolean).join(' · ')}</p>
      ${session.ratio ? html`<button type="button" data-do="card" aria-expanded=${this.card === session.session} @click=${() => { this.card = this.card === session.session ? '' : session.session; }}>${say('card.open')}</button>` : nothing}
      ${this.card === session.session ? html`<bs-card .facts=${this.#facts(session)} .name=${`backstretch-${session.session}`}></bs-card>` : nothing}</li>`)}</ul></section>`;
  }

  #facts(session) {
    return {
      alias: this.known.alias, at: session.startedAt, timeZone: session.timeZone, plan: session.plan, laps: session.laps,
      ratio: session.ratio, forward: session.ratio?.forward, backward: session.ratio?.backward, zoneSeconds: session.zones?.seconds,
    };
  }

  /** Of the claims nothing but what may be said, and what the own heart rate says of it. */
  #claims() {
    const lines = this.known.claims?.lines;
    if (!lines) return nothing;
    const seen = new Set();
    const first = (what) => !seen.has(what) && seen.add(what);
    const told = lines.filter((line) => first(line.weSay)).map((line) => ({ ...line, own: line.own && first(line.own.of) ? line.own : null }));
    return html`<section class="claims"><h2>${say('log.claims')}</h2><ul>${told.map((line) => html`<li data-claim=${line.claim}>${say(`claim.${line.claim}`)}
      ${line.own ? html`<small>${say(`log.own.${line.own.of}`, { x: line.own.value.toFixed(2), y: line.own.plusMinus.toFixed(2) })}</small>` : nothing}</li>`)}</ul></section>`;
  }

  #downloads() {
    const name = `log-${this.runner.replace(/[^A-Za-z0-9._-]/g, '_')}`;
    const csv = `${this.#address}${this.#address.includes('?') ? '&' : '?'}format=csv`;
    return html`<section><h2>${say('log.downloads')}</h2><p class="choices">
      <a class="button" data-do="csv" download href=${withToken(csv)}>${say('after.csv')}</a>
      <a class="button" data-do="json" download=${`${name}.json`} href=${withToken(this.#address)}>${say('log.json')}</a></p>
      ${hasToken() ? nothing : html`<p class="soft">${say('log.noToken')}</p>`}</section>`;
  }
}

customElements.define('bs-runner', BsRunner);
