// The start page: plan, track, open; then how to join, the TV and the coach. Below, the sessions that there are.
import { LitElement, html, nothing } from 'lit';
import { timeOfDay } from './format.js';
import { forgetKept, hasToken, withToken } from './token.js';
import { isOwnName } from './reach.js';
import { newId } from './outbox.js';
import { doorSaid, refusalOf, refusalWords } from './refusals.js';
import { chooseLanguage, language, languages, loadWords, say } from './words.js';
import { face } from './glyphs.js';
import { Store } from './store.js';
import { follow } from './stream.js';
import './bs-checks.js';
import './bs-enrol.js';
import './bs-heat.js';
import './bs-roll.js';
import './bs-screen.js';

const AGAIN_MILLIS = 5000;
const QUARTER_MILE_METERS = 402.336;

/** What the steps of a plan look like, in order. */
const PLANS = [
  ['quarter-mile-twice', ['FORWARD', 'STILL', 'BACKWARD']],
  ['thirty-thirty', ['FORWARD', 'STILL', 'BACKWARD', 'STILL']],
  ['steady-alternating', ['FORWARD', 'BACKWARD', 'FORWARD', 'BACKWARD']],
  ['backward-5k', ['BACKWARD']],
  ['walk-first', ['BACKWARD', 'STILL', 'FORWARD']],
  ['boot-camp-relay', ['FORWARD', 'BACKWARD', 'FORWARD', 'FINISHED']],
  ['warm-up', ['FORWARD', 'STILL']],
  ['cool-down', ['FORWARD', 'STILL']],
  ['free-run', ['FORWARD']],
];
const TRACKS = ['none', 'oval', 'quarter', 'line'];
const ROLL_MILLIS = 1000;
const CAMP_KEPT = 'backstretch.camp';

/** What a camp may be called: people write spaces where a name has none. */
const campName = (text) => text.trim().replace(/\s+/g, '-');

class BsStart extends LitElement {
  static properties = {
    sessions: { state: true }, fault: { state: true }, refused: { state: true },
    plan: { state: true }, track: { state: true }, points: { state: true }, loop: { state: true }, camp: { state: true }, store: { state: true }, said: { state: true }, opened: { state: true }, coachCode: { state: true }, problem: { state: true }, busy: { state: true },
  };

  constructor() {
    super();
    this.sessions = null;
    this.fault = false;
    this.refused = false;
    this.plan = 'quarter-mile-twice';
    this.track = 'none';
    this.points = ['', ''];
    this.loop = '';
    this.camp = localStorage.getItem(CAMP_KEPT) ?? '';
    this.store = null;
    this.said = new Map();
    this.opened = null;
    this.coachCode = false; // whether a code that leads stands beside the one to join
    this.problem = '';
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  async connectedCallback() {
    await loadWords(language());
    super.connectedCallback();
    this.#theme();
    this.#load();
    const asked = new URLSearchParams(location.search).get('session');
    if (asked) this.#enter({ sessionId: asked });
    this.timer = setInterval(() => this.#load(), AGAIN_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.#unfollow();
  }

  /** Who comes and whose sensors are heard, as the coach sees it. */
  #follow(session) {
    this.#unfollow();
    this.store = new Store();
    const stop = follow(session, this.store, 'view=coach');
    const unsubscribe = this.store.subscribe(() => this.requestUpdate());
    const tick = setInterval(() => this.requestUpdate(), ROLL_MILLIS);
    this.unfollow = () => {
      stop();
      unsubscribe();
      clearInterval(tick);
    };
  }

  #unfollow() {
    this.unfollow?.();
    this.unfollow = null;
    this.store = null;
  }

  #theme() {
    const asked = new URLSearchParams(location.search).get('theme');
    if (asked === 'sun' || asked === 'night') document.documentElement.dataset.theme = asked;
  }

  async #load() {
    try {
      const answer = await fetch(withToken('/v1/sessions'));
      if (answer.status === 401 && forgetKept()) {
        this.#load();
        return;
      }
      this.refused = answer.status === 401 || answer.status === 403;
      this.sessions = this.refused ? [] : (await answer.json()).sessions;
      this.fault = false;
    } catch {
      this.fault = true;
    }
  }

  async #open() {
    const session = { plan: this.plan, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    const camp = campName(this.camp);
    if (camp) session.camp = camp;
    if (this.track !== 'none') {
      const home = this.points.map((point) => point.split(/[,;\s]+/).filter(Boolean).map(Number));
      if (home.some((point) => point.length !== 2 || point.some(Number.isNaN))) {
        this.problem = say(this.track === 'line' ? 'start.lineMissing' : 'start.pointsMissing');
        return;
      }
      if (this.track === 'line') {
        const meters = Number(this.loop.replace(',', '.'));
        if (!(meters > 0)) {
          this.problem = say('start.loopMissing');
          return;
        }
        session.track = { lap_m: meters };
        session.line = { inner: home[0], outer: home[1] };
      } else {
        session.track = this.track === 'quarter' ? { home, lap_m: QUARTER_MILE_METERS } : { home };
      }
    }
    await this.#send('/v1/sessions', session, (head) => {
      localStorage.setItem(CAMP_KEPT, camp);
      this.#enter(head);
      this.#load();
    });
  }

  /** Shows the panel of a session, which the page's address then names: a reload comes back to it. */
  #enter(head) {
    this.opened = head;
    this.problem = '';
    this.said = new Map();
    this.#name(head.sessionId);
    this.#follow(head.sessionId);
  }

  #leave() {
    this.opened = null;
    this.problem = '';
    this.#name(null);
    this.#unfollow();
  }

  #name(session) {
    const here = new URL(location.href);
    if (session) here.searchParams.set('session', session);
    else here.searchParams.delete('session');
    history.replaceState(history.state, '', here);
  }

  /** An answer or the weather, for the whole session. */
  async #tell(event, then = () => {}) {
    const kind = event.type;
    await this.#send(`/v1/sessions/${encodeURIComponent(this.opened.sessionId)}/events`, { eventId: newId(kind, 'start'), observedAt: new Date().toISOString(), ...event }, then);
  }

  #check({ check, passed, spotters, runner }) {
    const event = { type: 'safety', check, passed };
    if (spotters !== undefined) event.spotters = spotters;
    if (runner) event.runner = runner;
    this.#tell(event, () => {
      if (!runner) this.said = new Map([...this.said, [check, passed]]);
    });
  }

  async #send(path, body, then) {
    this.busy = true;
    this.problem = '';
    try {
      const answer = await fetch(withToken(path), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) then(said);
      else this.problem = refusalOf(answer.status, said);
    } catch {
      this.problem = say('start.noAnswer');
    }
    this.busy = false;
  }

  /** Takes the place where this device is. */
  #here(index) {
    if (!navigator.geolocation || !isSecureContext) {
      this.problem = say('start.noLocation');
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#point(index, `${coords.latitude.toFixed(7)}, ${coords.longitude.toFixed(7)}`),
      () => { this.problem = say('start.noLocation'); },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 },
    );
  }

  #point(index, text) {
    this.points = this.points.map((known, i) => (i === index ? text : known));
  }

  async #speak(next) {
    await chooseLanguage(next);
    this.requestUpdate();
    this.querySelectorAll('bs-checks, bs-enrol, bs-heat, bs-roll, bs-screen').forEach((part) => part.requestUpdate());
  }

  render() {
    return html`<main>
      <header><h1><img src="/assets/icon.svg" alt="">Backstretch</h1>
        <p class="tongues">${languages().map((one) => html`<button type="button" lang=${one} aria-pressed=${document.documentElement.lang === one} @click=${() => this.#speak(one)}>${say(`language.${one}`)}</button>`)}</p></header>
      <p>${say('start.what')}</p>
      ${this.fault ? html`<p role="alert" class="problem">${say('start.noAnswer')}</p>` : nothing}
      ${this.refused ? html`<p role="alert" class="problem">${say('start.refused')} <code>/?token=…</code></p>` : this.opened ? this.#ready() : this.#steps()}
      ${this.#list()}
      <p><a class="help" href="/help">${say('help.title')}</a></p>
    </main>`;
  }

  #steps() {
    return html`<section class="steps">
      <fieldset class="plans"><legend>${say('start.plan')}</legend>
        ${PLANS.map(([name, steps]) => html`<label class=${this.plan === name ? 'chosen' : ''}>
          <input type="radio" name="plan" value=${name} .checked=${this.plan === name} @change=${() => { this.plan = name; }}>
          <span class="drawn">${steps.map((step) => face(step))}</span><b>${say(`plan.${name}`)}</b><span class="soft">${say(`plan.${name}.does`)}</span></label>`)}
      </fieldset>
      <fieldset class="tracks"><legend>${say('start.track')}</legend>
        ${TRACKS.map((name) => html`<label class=${this.track === name ? 'chosen' : ''}>
          <input type="radio" name="track" value=${name} .checked=${this.track === name} @change=${() => { this.track = name; this.problem = ''; }}>
          <b>${say(`track.${name}`)}</b><span class="soft">${say(`track.${name}.does`)}</span></label>`)}
        ${this.track === 'none' ? nothing : html`<div class="points"><p class="soft">${say(this.track === 'line' ? 'start.linePoints' : 'start.points')}</p>
          ${this.track === 'line' ? html`<label class="loop">${say('start.loop')}
            <input type="text" inputmode="decimal" autocomplete="off" placeholder="640" .value=${this.loop} @input=${(event) => { this.loop = event.target.value; }}></label>` : nothing}
          ${[0, 1].map((i) => html`<label>${say(this.track === 'line' ? (i === 0 ? 'start.lineLeft' : 'start.lineRight') : i === 0 ? 'start.pointFrom' : 'start.pointTo')}
            <input type="text" inputmode="decimal" autocomplete="off" placeholder="18.7961, 98.9629" .value=${this.points[i]} @input=${(event) => this.#point(i, event.target.value)}></label>
            <button type="button" @click=${() => this.#here(i)}>${say('start.here')}</button>`)}</div>`}
      </fieldset>
      <label class="camp"><b>${say('start.camp')}</b> <span class="soft">${say('start.camp.does')}</span>
        <input type="text" name="camp" autocomplete="off" maxlength="64" list="camps" .value=${this.camp} @input=${(event) => { this.camp = event.target.value; }}></label>
      <datalist id="camps">${[...new Set((this.sessions ?? []).map((session) => session.camp))].map((camp) => html`<option value=${camp}></option>`)}</datalist>
      ${this.#problem()}
      <button type="button" class="primary go" ?disabled=${this.busy} @click=${() => this.#open()}>${say('start.open')}</button>
    </section>`;
  }

  #problem() {
    return this.problem ? html`<div role="alert" class="problem">${refusalWords(this.problem)}${doorSaid(this.problem)}</div>` : nothing;
  }

  #ready() {
    const session = this.opened.sessionId;
    const id = encodeURIComponent(session);
    const known = this.store?.state.session;
    const code = this.opened.joinCode ?? known?.joinCode;
    // one that was opened just now is heard of in a moment
    if ((this.store?.link === 'unknown' && !this.opened.joinCode) || this.store?.closed) {
      return html`<section class="opened"><p role="alert" class="problem">${this.store.closed ? say('start.over', { session }) : say('unknownSession', { session })}</p>
        <button type="button" @click=${() => this.#leave()}>${say('start.another')}</button></section>`;
    }
    return html`<section class="opened" aria-label=${say('start.opened')}>
      <h2>${say('start.opened')} <span class="soft">${session}</span></h2>
      <div class="both">
        <div class="invite">${this.coachCode ? nothing : isOwnName(location.hostname)
    ? html`<p class="short problem">${say('ownAddress')}</p>`
    : html`<img class="qr" width="280" height="280" src=${withToken(`/v1/sessions/${id}/invitation.svg`)} alt=${say('qr')}>`}
          <p>${say('joinCode')}</p><p class="code">${code ?? '…'}</p></div>
        <div class="next">
          <a class="button primary" href=${`/coach/${id}`} target="_blank" rel="noopener">${say('openCoach')}</a>
          <bs-screen .session=${session}></bs-screen>
          <bs-screen kind="coaches" .session=${session} @coach-code=${(event) => { this.coachCode = event.detail.shown; }}></bs-screen>
          <p class="soft">${say('start.help')} <a class="help" href="/help" target="_blank" rel="noopener">${say('help.title')}</a></p>
          <bs-enrol .session=${session} .plan=${known?.plan ?? this.opened.plan} .track=${known?.hasTrack ?? false}></bs-enrol>
          ${this.#problem()}
          <button type="button" @click=${() => this.#leave()}>${say('start.another')}</button>
        </div>
      </div>
      ${this.store ? html`<div class="both before">
        <bs-roll .people=${this.store.state.people} .entries=${this.store.state.entries} .now=${this.store.time.known ? this.store.time.now() : Date.now()}></bs-roll>
        <div><bs-heat .heat=${this.store.state.attention?.heat} @weather=${(event) => this.#tell({ type: 'weather', ...event.detail })}></bs-heat>
          <bs-checks .gate=${this.store.state.attention?.gate} .people=${this.store.state.people} .said=${this.said} @check=${(event) => this.#check(event.detail)}></bs-checks></div>
      </div>` : nothing}</section>`;
  }

  #list() {
    if (this.refused) return nothing;
    if (this.sessions === null) return html`<p>${say('connecting')}</p>`;
    if (this.sessions.length === 0) return html`<p class="soft">${say('start.none')}</p>`;
    return html`<h2>${say('start.sessions')}</h2><table>
      <thead><tr><th scope="col">${say('start.session')}</th><th scope="col">${say('start.planName')}</th><th scope="col">${say('start.state')}</th><th scope="col">${say('runner')}</th><th scope="col">${say('start.openedAt')}</th><th scope="col"><span class="sr">${say('openCoach')}</span></th></tr></thead>
      <tbody>${this.sessions.map((session) => html`<tr>
        <td>${hasToken() ? session.session : html`<a href="${`/board/${encodeURIComponent(session.session)}`}">${session.session}<span class="sr">, ${say('openTv')}</span></a>`}</td>
        <td>${say(`plan.${session.plan}`).replace(/^plan\./, '')}</td><td>${session.state === 'CLOSED' ? html`<a href="${`/after/${encodeURIComponent(session.session)}${hasToken() ? '?view=coach' : ''}`}">${say('after.title')}<span class="sr"> ${session.session}</span></a>` : say(`state.${session.state}`)}</td><td>${session.runners ?? 0}</td>
        <td>${session.openedAt ? timeOfDay(Date.parse(session.openedAt), session.timeZone) : ''}</td>
        <td>${session.state === 'CLOSED' ? nothing : html`<button type="button" class="panel" aria-label="${say('start.panel')} ${session.session}"
          @click=${() => { this.#enter({ sessionId: session.session, plan: session.plan }); scrollTo(0, 0); }}>${say('start.panel')}</button>`}
        <a href="${`/coach/${encodeURIComponent(session.session)}`}">${say('openCoach')}<span class="sr"> ${session.session}</span></a></td></tr>`)}</tbody>
    </table>`;
  }
}

customElements.define('bs-start', BsStart);
