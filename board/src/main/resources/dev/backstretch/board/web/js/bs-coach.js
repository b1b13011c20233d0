// The coach's page: who needs me now, lap taps, the group's clock. One thumb, wet hands, a network that comes and goes.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { chooseLanguage, language, languages, loadWords, say } from './words.js';
import { Store } from './store.js';
import { Beat } from './beat.js';
import { follow } from './stream.js';
import { keepLastKnown } from './last-known.js';
import { keepShell } from './shell.js';
import { hasToken, withToken } from './token.js';
import { Outbox, newId } from './outbox.js';
import { alarm, allowSound, confirmTap, refusedTap } from './alarm.js';
import { severityOf } from './reasons.js';
import { doorSaid, refusalOf, refusalWords } from './refusals.js';
import { stepName } from './steps.js';
import { groupClock } from './clock.js';
import { dayAndTime } from './when.js';
import { unitsChoice } from './units.js';
import { standingCorrections, why } from './results.js';
import { face } from './glyphs.js';
import './bs-pad.js';
import './bs-tile.js';
import './bs-checks.js';
import './bs-enrol.js';
import './bs-fix.js';
import './bs-heat.js';
import './bs-roll.js';
import './bs-screen.js';
import './bs-keys.js';
import { isTurnedOff, turnFullScreen } from './letter-keys.js';

const UNDO_MILLIS = 10_000;
/** Nobody runs any more: there is time to look at what the results say then. */
const UNDO_AFTERWARDS_MILLIS = 60_000;
const SAVED_MILLIS = 1200;
const DOUBLE_MILLIS = 2000;
const CONFIRM_MILLIS = 3000;
/** For so long after a mark, or after the bib of the one before, a key is the bib of it; afterwards a press is a press. */
const MARK_MILLIS = 20_000;
const NOTICE_MILLIS = 5000;
const REFUSED_MILLIS = 30_000;
const PREVIEW_MILLIS = 10_000;
const PREVIEW_AGAIN_MILLIS = 4000;
/** By then the session's own word on a check has come back. */
const CHECK_SAVED_MILLIS = 2000;
const SINK_MILLIS = 5000;
const TOUCH_MILLIS = 1500;
const RED_AGAIN_MILLIS = 30_000;
const OTHERS_SHOWN_MILLIS = 10_000;
const LATE_SECONDS = 3;
/** Of what is older the age is told. */
const OLD_SECONDS = 10;
const CLOCK_OFF_MILLIS = 2000;
const DEVICES_MILLIS = 15_000;
const WIDE = '(min-width: 900px)';
/** The session's order is told once a second. */
const UNLISTED_MILLIS = 3000;
const FACING_UNCONFIRMED = 'facing-unconfirmed';
const URGENCY_OF = { RED: 'RED_OPEN', AMBER: 'AMBER' };
const URGENCIES = ['RED_OPEN', 'RED_ANSWERED', 'AMBER', 'DUE_AT_LINE', 'REST_ENDING', 'FACING_IN_DOUBT'];
const at = (text) => Date.parse(text);
const query = new URLSearchParams(location.search);

class BsCoach extends LitElement {
  #stop = [];
  #shown = new Map(); // who stands on the list: need, rank it is held at, since when it is gone
  #taps = [];
  #marks = [];
  #ignored = null;
  #notice = null; // a sentence and until when it is shown
  #armed = null; // what asks once more: its name, its values, until when
  #ackedAt = new Map(); // alert → the event that answered it
  #faced = new Map(); // runner and lap → which way it was said here to be run, by which event, of which revision
  #checks = new Map(); // check → what was said here and the session has not told back yet
  #startAhead = false;
  #touchedAt = -Infinity;
  #alarmedAt = new Map();
  #theme = query.get('theme') ?? kept('theme');
  #muted = false;
  #view = 'needs';
  #panel = null;
  #digits = '';
  #report = null;
  #devices = {}; // whose clock, unit or place the doors found wrong
  #fix = null;
  #enrols = null; // who is entered again; null for somebody new
  #beat = new Beat(() => this.requestUpdate());
  #wide = matchMedia(WIDE);

  createRenderRoot() {
    return this;
  }

  constructor() {
    super();
    // Readings and places stand nowhere on this page but behind other things: they need no drawing of their own.
    this.store = new Store(undefined, ['metrics', 'standings']);
    this.session = decodeURIComponent(location.pathname.split('/')[2] ?? '');
    this.coach = kept('coach') ?? `C${Math.floor(36 + Math.random() * 35 * 36).toString(36).toUpperCase()}`;
    keep('coach', this.coach);
    this.outbox = new Outbox(this.session, (eventId, outcome, why) => this.#answered(eventId, outcome, why));
    this.#marks = JSON.parse(kept(`marks.${this.session}`) ?? '[]');
  }

  async connectedCallback() {
    await loadWords(language());
    super.connectedCallback();
    this.#stop.push(this.store.subscribe(() => this.requestUpdate()));
    this.#stop.push(keepLastKnown(this.store, `coach.${this.session}`));
    this.#takeUp();
    keepShell();
    this.#stop.push(follow(this.session, this.store, 'view=coach'));
    const devices = setInterval(() => this.#lookAtDevices(), DEVICES_MILLIS);
    this.#lookAtDevices();
    if (query.get('runner')) this.#openRunner(query.get('runner'));
    const key = (event) => this.#key(event);
    const touch = () => {
      this.#touchedAt = performance.now();
      allowSound();
    };
    const link = () => this.requestUpdate();
    addEventListener('keydown', key);
    addEventListener('pointerdown', touch, true);
    addEventListener('online', link);
    addEventListener('offline', link);
    this.#wide.addEventListener('change', link);
    this.#stop.push(
      () => this.#beat.stop(),
      () => clearInterval(devices),
      () => removeEventListener('keydown', key),
      () => removeEventListener('pointerdown', touch, true),
      () => removeEventListener('online', link),
      () => removeEventListener('offline', link),
      () => this.#wide.removeEventListener('change', link),
    );
  }

  /** What was said before a reload and still waits stands: nobody is asked again for an answer that was given. */
  #takeUp() {
    for (const { event } of this.outbox.waiting) {
      if (event.type === 'acknowledge') this.#ackedAt.set(event.alertId, event.eventId);
      else if (event.type === 'safety' && !event.runner) this.#checks.set(event.check, { passed: event.passed, eventId: event.eventId, until: Infinity });
      else if (event.type === 'correction' && event.action === 'facing') {
        const known = this.store.state.laps.get(event.runner)?.get(event.lap);
        if (known) this.#faced.set(`${event.runner} ${event.lap}`, { eventId: event.eventId, facing: event.facing.toUpperCase(), revision: known.revision });
      }
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.splice(0).forEach((stop) => stop());
  }

  willUpdate() {
    this.#beat.start();
    let theme = this.#theme;
    if (theme !== 'sun' && theme !== 'night') {
      const zone = this.store.state.session?.timeZone ?? 'UTC';
      const hour = this.store.time.known ? format.hourOfDay(this.store.time.now(), zone) : 0;
      theme = hour >= 7 && hour < 17 ? 'sun' : 'night';
    }
    if (document.documentElement.dataset.theme !== theme) document.documentElement.dataset.theme = theme;
    this.#arrange();
    const startAhead = Boolean(this.store.state.attention?.gate);
    // the session asks anew before the next start
    if (this.#startAhead && !startAhead) this.#checks = new Map();
    this.#startAhead = startAhead;
    if (this.#armed && performance.now() > this.#armed.until) this.#armed = null;
  }

  // ---- what was done, and when ----

  /**
   * Epoch milliseconds of the session at the moment of an event. This device's clock counts unless it is seconds off, as that
   * of a phone without a network may be: then what was last heard does, and the time since, asleep or awake.
   */
  #timeOf(eventTimeStamp) {
    const ago = Math.max(0, performance.now() - eventTimeStamp);
    const wall = Date.now() - ago;
    const { time } = this.store;
    if (!time.known) return wall;
    const heard = time.now() - ago * time.speed;
    return time.speed !== 1 || Math.abs(heard - wall) > CLOCK_OFF_MILLIS ? heard : wall;
  }

  #path(door) {
    return `/v1/sessions/${encodeURIComponent(this.session)}/${door}`;
  }

  #say(door, event, kind) {
    const said = { eventId: newId(kind, this.coach), observedAt: new Date(this.#timeOf(performance.now())).toISOString(), ...event };
    this.outbox.put(this.#path(door), said);
    return said.eventId;
  }

  #tap({ runner, at: stamp }) {
    if (this.store.closed) return;
    const time = this.#timeOf(stamp);
    const bunch = this.#freshMarks();
    if (bunch.length > 0) {
      const [mark, ...others] = bunch;
      this.#marks = this.#marks.filter((one) => one !== mark);
      for (const other of others) other.at = Date.now();
      this.#keepMarks();
      this.#saveTap(runner, mark.time);
      return;
    }
    const before = this.#taps.find((tap) => tap.runner === runner && tap.state !== 'refused');
    if (before && performance.now() - before.tappedAt < DOUBLE_MILLIS) {
      this.#ignored = { runner, time, why: 'doubleTap', until: performance.now() + UNDO_MILLIS };
      this.requestUpdate();
      return;
    }
    this.#saveTap(runner, time);
  }

  /** A finger that slid off a key: nobody knows what it meant, so nothing is counted, and that is felt and asked about. */
  #slipped({ runner, at: stamp }) {
    if (this.store.closed) return;
    this.#ignored = { runner, time: this.#timeOf(stamp), why: 'slipped', until: performance.now() + UNDO_MILLIS };
    refusedTap();
    this.requestUpdate();
  }

  #countIgnored({ runner, time }) {
    this.#ignored = null;
    if (runner) this.#saveTap(runner, time);
    else this.#saveMark(time);
  }

  #saveTap(runner, time) {
    const observedAt = new Date(time).toISOString();
    const eventId = this.#say('marks', { type: 'tap', runner, observedAt, coach: this.coach }, 'tap');
    this.#taps.unshift({ eventId, runner, time, state: 'waiting', tappedAt: performance.now() });
    this.#taps.length = Math.min(this.#taps.length, 50);
    this.#ignored = null;
    confirmTap();
    this.requestUpdate();
  }

  #answered(eventId, outcome, why) {
    const tap = this.#taps.find((one) => one.eventId === eventId);
    if (tap) {
      tap.state = outcome;
    }
    if (outcome === 'refused' && this.outbox.refused.some((one) => one.event.eventId === eventId)) {
      refusedTap();
    } else if (outcome === 'refused') {
      this.#tell(say('refused', { why: refusalWords(why) }), REFUSED_MILLIS);
    }
    if (outcome !== undefined) this.#answeredFor(eventId, outcome);
    this.requestUpdate();
  }

  /** What the door refused was not answered; of what it took, the session's own word counts from then on. */
  #answeredFor(eventId, outcome) {
    for (const [alertId, acked] of this.#ackedAt) {
      if (acked === eventId && outcome === 'refused') this.#ackedAt.delete(alertId);
    }
    for (const [lap, said] of this.#faced) {
      if (said.eventId === eventId && outcome === 'refused') this.#faced.delete(lap);
    }
    for (const [check, said] of this.#checks) {
      if (said.eventId !== eventId) continue;
      if (outcome === 'refused') this.#checks.delete(check);
      else said.until = performance.now() + CHECK_SAVED_MILLIS;
    }
  }

  #undo() {
    const tap = this.#lastTap();
    if (!tap) return;
    if (!this.outbox.takeBack(tap.eventId)) {
      this.#say('corrections', { type: 'correction', action: 'void', runner: tap.runner, corrects: tap.eventId, coach: this.coach, reason: 'tap-undone' }, 'undo');
    }
    this.#taps = this.#taps.filter((one) => one !== tap);
    this.#tell(say('undone', { who: this.#nameOf(tap.runner) }));
    this.requestUpdate();
  }

  /** @param undo takes back what the sentence tells of */
  #tell(text, millis = NOTICE_MILLIS, undo = undefined) {
    this.#notice = { text, until: performance.now() + millis, undo };
  }

  /** The tap that an undo would take back. */
  #lastTap() {
    const tap = this.#taps[0];
    return tap && performance.now() - tap.tappedAt < UNDO_MILLIS && tap.state !== 'refused' ? tap : null;
  }

  #mark({ at: stamp }) {
    this.#saveMark(this.#timeOf(stamp));
  }

  #saveMark(time) {
    this.#marks.push({ time, at: Date.now() });
    this.#keepMarks();
    confirmTap();
    this.requestUpdate();
  }

  /** The marks whose bibs the next keys are: an old one, also one from before a reload, waits until it is asked for. */
  #freshMarks() {
    return this.#marks.filter((mark) => Math.abs(Date.now() - mark.at) <= MARK_MILLIS);
  }

  #useMark(mark) {
    mark.at = Date.now();
    this.#keepMarks();
    this.requestUpdate();
  }

  #dropMark(mark) {
    this.#marks = this.#marks.filter((one) => one !== mark);
    this.#keepMarks();
    this.requestUpdate();
  }

  #keepMarks() {
    keep(`marks.${this.session}`, JSON.stringify(this.#marks));
  }

  #answer({ alertId, answer }) {
    this.#ackedAt.set(alertId, this.#say('events', { type: 'acknowledge', alertId, coach: this.coach, answer }, 'ack'));
    if (answer === 'use-taps') this.#show('taps');
    this.requestUpdate();
  }

  /** Which way a lap was run, by whoever saw it. */
  #face(runner, lap, facing) {
    const event = { type: 'correction', action: 'facing', runner, lap: lap.lap, lapEndedAt: lap.endedAt, facing: facing.toLowerCase(), coach: this.coach };
    const eventId = this.#apply({ event, action: 'facing', runner, lap: lap.lap, facing });
    this.#faced.set(`${runner} ${lap.lap}`, { eventId, facing, revision: lap.revision });
    this.requestUpdate();
  }

  /** What was said here of a lap and the session has not told back yet. */
  #facedHere(runner, lap) {
    const said = lap && this.#faced.get(`${runner} ${lap.lap}`);
    return said?.revision === lap?.revision ? said : undefined;
  }

  /** The newest lap that nobody knows for certain which way it was run. */
  #doubtful(runner) {
    return [...(this.store.state.laps.get(runner)?.values() ?? [])]
      .filter((lap) => lap.state !== 'RETRACTED' && lap.flags?.includes(FACING_UNCONFIRMED)).sort((a, b) => b.lap - a.lap)[0];
  }

  #check({ check, passed, spotters, runner }) {
    const event = { type: 'safety', check, passed };
    if (spotters !== undefined) event.spotters = spotters;
    if (runner) event.runner = runner;
    const eventId = this.#say('events', event, 'check');
    if (!runner) this.#checks.set(check, { passed, eventId, until: Infinity });
    this.requestUpdate();
  }

  #said() {
    const now = performance.now();
    return new Map([...this.#checks].filter(([, said]) => now < said.until).map(([check, said]) => [check, said.passed]));
  }

  #control(action) {
    this.#say('control', { type: 'control', action }, action);
  }

  /** Does at the second press within three seconds what cannot be taken back. */
  #ask(name, values, act) {
    const armed = this.#armed;
    if (armed?.name === name && armed.key === JSON.stringify(values)) {
      this.#armed = null;
      act();
    } else {
      this.#armed = { name, key: JSON.stringify(values), values, act, until: performance.now() + CONFIRM_MILLIS };
    }
    this.requestUpdate();
  }

  /** A backward step waits for the answers before it, as the start does. */
  #next() {
    const { plan, attention } = this.store.state;
    if (!plan?.next || this.store.closed) return;
    if (plan.next !== 'rest' && plan.nextFacing === 'BACKWARD' && attention?.gate?.permission === 'WAIT') {
      this.#panel = 'checks';
      this.requestUpdate();
      return;
    }
    const step = stepName(plan.next, plan.nextFacing, plan.plan);
    this.#ask('next', { step }, () => this.#control('step'));
  }

  #gun(wave) {
    if (this.#blocked()) return;
    this.#ask('gun', { wave }, () => {
      this.#say('gun', wave ? { type: 'gun', wave } : { type: 'gun' }, 'gun');
      this.#panel = null;
    });
  }

  #close() {
    this.#ask('close', {}, () => {
      this.#control('close');
      this.#panel = null;
    });
  }

  /** Whether the first start has to wait for answers: the session tells, when all are to start backwards. */
  #blocked() {
    const { state } = this.store;
    return state.session?.state === 'OPEN' && state.attention?.gate?.permission === 'WAIT';
  }

  #show(view) {
    this.#view = view;
    this.#panel = null;
    this.requestUpdate();
  }

  #open(panel) {
    this.#panel = this.#panel === panel ? null : panel;
    this.requestUpdate();
    this.updateComplete.then(() => this.querySelector('main')?.scrollTo(0, 0));
  }

  async #openRunner(runner) {
    this.#panel = 'runner';
    this.#report = { runner, answer: null };
    this.requestUpdate();
    try {
      const answer = await fetch(withToken(this.#path(`runners/${encodeURIComponent(runner)}`)));
      if (this.#report?.runner === runner) this.#report = { runner, answer: answer.ok ? await answer.json() : null };
    } catch {
      // no network: what the stream told is shown
    }
    this.requestUpdate();
  }

  /** The doors see what the stream does not tell: a clock that is off, speeds in a wrong unit, a phone that went home. */
  async #lookAtDevices() {
    if (this.store.closed) return;
    try {
      const answer = await fetch(withToken(this.#path('clocks')));
      if (answer.ok) this.#devices = await answer.json();
    } catch {
      // no network: what was found stands
    }
    this.requestUpdate();
  }

  // ---- who needs me ----

  /** The session's list, and what it cannot hold yet: an alert is on a tile as soon as it is heard. */
  #needsNow() {
    const needs = [...(this.store.state.attention?.needs ?? [])];
    const listed = new Set(needs.flatMap((need) => need.reasons.map((why) => why.alertId)));
    for (const alert of this.store.state.alerts.values()) {
      const urgency = URGENCY_OF[alert.severity];
      const isNew = alert.state === 'RAISED' && this.store.time.local() - alert.heardAt < UNLISTED_MILLIS;
      if (!isNew || !urgency || listed.has(alert.alertId)) continue;
      const why = { key: `alert.${alert.kind}`, at: alert.since, value: alert.value, threshold: alert.threshold, alertId: alert.alertId };
      const place = needs.findIndex((need) => need.runner === alert.runner);
      const own = needs[place];
      if (!own) needs.push({ runner: alert.runner, urgency, where: 'UNKNOWN', reasons: [why] });
      else if (URGENCIES.indexOf(own.urgency) <= URGENCIES.indexOf(urgency)) needs[place] = { ...own, reasons: [...own.reasons, why] };
      else needs[place] = { ...own, urgency, reasons: [why, ...own.reasons] };
    }
    return needs;
  }

  /** Takes over the order of the session: what rises, rises at once; what sinks or is over, after five seconds. */
  #arrange() {
    const now = performance.now();
    if (now - this.#touchedAt < TOUCH_MILLIS && this.#shown.size > 0) {
      this.#refreshInPlace();
      return;
    }
    const needs = this.#needsNow();
    const next = new Map();
    needs.forEach((need, index) => {
      const key = need.runner ?? '';
      const known = this.#shown.get(key);
      const rank = URGENCIES.indexOf(need.urgency);
      const held = known && known.rank < rank ? known.heldSince ?? now : undefined;
      const keeps = held !== undefined && now - held < SINK_MILLIS;
      next.set(key, { need, index, rank: keeps ? known.rank : rank, heldSince: keeps ? held : undefined });
    });
    for (const [key, known] of this.#shown) {
      if (next.has(key)) continue;
      const goneSince = known.goneSince ?? now;
      if (now - goneSince < SINK_MILLIS && known.need.reasons[0].alertId) next.set(key, { ...known, goneSince });
    }
    this.#shown = new Map([...next].sort((a, b) => a[1].rank - b[1].rank || a[1].index - b[1].index));
    this.#sound(needs);
  }

  /** While a finger is near nothing moves; words and ages go on. */
  #refreshInPlace() {
    const needs = this.#needsNow();
    for (const need of needs) {
      const known = this.#shown.get(need.runner ?? '');
      if (known) known.need = need;
    }
    this.#sound(needs);
  }

  #sound(needs) {
    const now = performance.now();
    for (const need of needs) {
      const why = need.reasons[0];
      if (!why.alertId || why.answered || this.#ackedAt.has(why.alertId)) continue;
      const severity = severityOf(need.urgency);
      const before = this.#alarmedAt.get(why.alertId);
      if (before === undefined || (severity === 'RED' && now - before >= RED_AGAIN_MILLIS)) {
        this.#alarmedAt.set(why.alertId, now);
        alarm(severity, this.#muted);
      }
    }
  }

  #nameOf(runner) {
    const person = this.store.state.people.get(runner);
    return person ? [person.bib, person.alias].filter(Boolean).join(' ') : runner;
  }

  // ---- rendering ----

  render() {
    const phase = this.#phase();
    const wide = this.#wide.matches;
    return html`<div class="coach ${wide ? 'wide' : ''}" data-phase=${phase} data-view=${this.#view}>
      ${this.#bar(phase)}
      ${this.#body(phase, wide)}
      ${this.#strip()}
      ${['live', 'ready', 'closed'].includes(phase) ? this.#notTaken() : nothing}
      ${['live', 'ready'].includes(phase) ? this.#whose() : nothing}
      ${['live', 'ready'].includes(phase) ? this.#undoBar() : nothing}
      ${this.#foot(phase, wide)}
      <div class="sr" role="status" aria-live="polite">${this.#spoken()}</div>
    </div>`;
  }

  #phase() {
    const { state } = this.store;
    if (this.store.link === 'unknown' || this.store.link === 'refused') return this.store.link;
    if (!state.ready) return 'connecting';
    if (this.store.closed) return 'closed';
    if (state.people.size === 0) return 'empty';
    return state.session?.state === 'RUNNING' || state.plan?.startedAt ? 'live' : 'ready';
  }

  #bar(phase) {
    const { state } = this.store;
    const plan = state.plan;
    const nothingKnown = ['refused', 'unknown', 'connecting'].includes(phase);
    const started = nothingKnown ? undefined : (state.session?.startedAt ?? plan?.startedAt);
    const title = nothingKnown ? 'Backstretch' : phase === 'closed' ? say('step.over') : phase === 'live' && plan ? stepName(plan.kind, plan.facing, plan.plan) : say('step.waiting');
    const facing = phase === 'closed' ? 'FINISHED' : ['FORWARD', 'BACKWARD'].includes(plan?.facing) && phase === 'live' ? plan.facing : 'STILL';
    return html`<header class="bar">
      ${face(facing)}
      <div class="step"><h1 class=${facing === 'BACKWARD' ? 'back' : ''}>${title}</h1>${this.#linkState(phase)}</div>
      ${started ? html`<p class="clock" role="timer">${groupClock(this.store, started)}</p>` : nothing}
      <button type="button" class="menu" aria-expanded=${this.#panel === 'menu'} @click=${() => this.#open('menu')}>${say('menu')}</button>
    </header>`;
  }

  #linkState(phase) {
    const waiting = this.outbox.waiting.length;
    if (waiting > 0 && this.#offline()) return html`<p class="link late">${say('waitingShort', { n: waiting })}</p>`;
    if (this.store.link === 'lost' || !navigator.onLine) return html`<p class="link late">${say('lost')}</p>`;
    if (this.store.state.plan?.paused) return html`<p class="link late">${say('paused')}</p>`;
    const age = Math.floor(this.store.time.ageSeconds());
    if (phase === 'live' && age > LATE_SECONDS) return html`<p class="link late">${say('late', { n: age })}</p>`;
    if (phase === 'live') return html`<p class="link live">● ${say('live')}</p>`;
    return html`<p class="link">${this.session}</p>`;
  }

  /** Without a link, or with items that have waited for longer than an answer takes. */
  #offline() {
    if (!navigator.onLine || this.store.link === 'lost') return true;
    const oldest = this.outbox.waiting[0];
    return oldest !== undefined && Date.now() - Number(oldest.key.split('.').at(-2)) > 2000;
  }

  #strip() {
    const waiting = this.outbox.waiting.length;
    if (this.#offline() && (waiting > 0 || this.store.link === 'lost' || !navigator.onLine)) {
      const age = this.store.time.ageSeconds();
      return html`<div class="strip"><span role="status">${waiting > 0 ? say(waiting === 1 ? 'tapWaiting' : 'tapsWaiting', { n: waiting }) : say('offline')}</span>
        ${age > OLD_SECONDS ? html`<span class="age">${say('heardAgo', { t: format.clock(age) })}</span>` : nothing}</div>`;
    }
    if (this.#notice && performance.now() < this.#notice.until) {
      return html`<p class="strip plain" role="status">${this.#notice.text}
        <button type="button" @click=${() => { this.#notice.undo?.(); this.#notice = null; this.requestUpdate(); }}>${say(this.#notice.undo ? 'undo' : 'ok')}</button></p>`;
    }
    return nothing;
  }

  #body(phase, wide) {
    switch (phase) {
      case 'connecting': return html`<main class="middle"><p>${say('connecting')}</p></main>`;
      case 'unknown': return html`<main class="middle"><h2>${say('unknownSession', { session: this.session })}</h2><p><a href="/">${say('sessions')}</a></p></main>`;
      case 'refused': return html`<main class="middle"><h2>${say('coachRefused')}</h2><p>${say('coachRefusedHow')}</p></main>`;
      case 'closed': return this.#panel ? html`<main>${this.#panelOf(phase)}</main>` : this.#over();
      case 'empty': return this.#panel ? this.#panelOf(phase) : html`<main class="middle">${this.#invitation()}</main>`;
      default:
        if (wide) {
          return html`<div class="columns"><main>${this.#panel ? this.#panelOf(phase) : this.#needs()}</main><div class="side">${this.#pad()}</div></div>`;
        }
        return html`<main>${this.#panel ? this.#panelOf(phase) : this.#view === 'taps' ? this.#pad() : this.#needs()}</main>`;
    }
  }

  #invitation() {
    const code = this.store.state.session?.joinCode;
    return html`<h2>${say('empty')}</h2>
      <img class="qr" src=${withToken(this.#path('invitation.svg'))} alt=${say('qr')} width="280" height="280">
      ${code ? html`<p>${say('scanOrType', { code: '' })}</p><p class="code">${code}</p>` : nothing}`;
  }

  #needs() {
    const { state } = this.store;
    const now = this.store.time.now();
    // The ages of alerts go on together, with the clock: else each would lay out the list anew at a moment of its own.
    const second = now - (now - at(state.session?.startedAt ?? state.plan?.startedAt ?? 0)) % 1000;
    const tiles = [...this.#shown].map(([key, shown]) => {
      const alertId = shown.need.reasons[0].alertId;
      const finish = state.entries.get(key)?.finish;
      const doubtful = shown.need.reasons[0].key === FACING_UNCONFIRMED ? this.#doubtful(key) : undefined;
      return html`<bs-tile .language=${language()} .need=${shown.need} .person=${state.people.get(key)} .now=${alertId === undefined ? now : second} .finish=${finish?.reached ? undefined : finish}
        .lap=${doubtful} @face-lap=${(event) => this.#face(key, event.detail.lap, event.detail.facing)}
        .answered=${(alertId !== undefined && this.#ackedAt.has(alertId)) || this.#facedHere(key, doubtful) !== undefined} .gone=${shown.goneSince !== undefined}
        @answer=${(event) => this.#answer(event.detail)} @tap-lap=${(event) => this.#tap(event.detail)} @tap-slipped=${(event) => this.#slipped(event.detail)}
        @runner-open=${(event) => this.#openRunner(event.detail.runner)}></bs-tile>`;
    });
    const red = [...this.#shown.values()].filter((shown) => severityOf(shown.need.urgency) === 'RED' && !shown.goneSince).length;
    const listed = [...this.#shown.keys()].filter((key) => key !== '').length;
    const others = state.people.size - listed;
    return html`<section aria-label=${say('needsMe')} class="needs">
      ${red > 0 ? html`<div class="reds">${tiles.slice(0, red)}</div>` : nothing}
      ${tiles.slice(red)}
      ${this.#gateLine(state.attention?.gate)}
      ${this.#deviceLines()}
      ${this.#noSensors() ? html`<p class="others">${say('tapsOnlyFine')}</p>` : nothing}
      <p class="others">${others === 1 ? say('otherOne') : say('others', { n: Math.max(0, others) })}</p>
    </section>`;
  }

  #gateLine(gate) {
    if (!gate || gate.obstacles.length === 0) return nothing;
    const open = gate.obstacles.filter((one) => !one.runner || one.reason !== 'QUESTION_UNANSWERED').length;
    const askers = new Set(gate.obstacles.filter((one) => one.runner).map((one) => one.runner)).size;
    return html`<button type="button" class="gate" @click=${() => this.#open('checks')}>
      <b>${say('checks')}</b><span>${say('checksOpen', { n: open, m: askers })}</span></button>`;
  }

  #deviceLines() {
    const { clocks = [], units = [], far = [] } = this.#devices;
    const lines = [
      ...units.map(({ runner, ratio }) => say('deviceUnit', { who: this.#nameOf(runner), ratio: `${ratio}×` })),
      ...far.map(({ runner }) => say('deviceFar', { who: this.#nameOf(runner) })),
      ...clocks.map(({ runner, offsetSeconds }) => say(offsetSeconds < 0 ? 'deviceAhead' : 'deviceBehind',
        { who: this.#nameOf(runner), n: Math.round(Math.abs(offsetSeconds)) })),
    ];
    return lines.map((line) => html`<p class="others device">${line}</p>`);
  }

  /** Nobody's phone or strap is heard: the session is run by taps. */
  #noSensors() {
    const { state } = this.store;
    return state.people.size > 0 && ![...state.entries.values()].some((entry) => entry.speedMetersPerSecond !== undefined || entry.zone !== undefined);
  }

  #rowsByRunner() {
    const rows = new Map();
    for (const board of this.store.state.standings.values()) {
      for (const row of board.rows) if (!row.team) rows.set(row.runner, row);
    }
    return rows;
  }

  #pad() {
    const { state } = this.store;
    const now = this.store.time.now();
    const rows = this.#rowsByRunner();
    const dueAt = new Map();
    for (const need of state.attention?.needs ?? []) {
      const due = need.reasons.find((why) => why.key === 'due-at-line');
      if (due && need.runner) dueAt.set(need.runner, at(due.at));
    }
    const runners = [...state.people.values()]
      .filter((person) => rows.get(person.runner)?.state !== 'LEFT')
      .map((person) => {
        const row = rows.get(person.runner);
        const entry = state.entries.get(person.runner);
        const due = dueAt.get(person.runner);
        return {
          ...person,
          finished: row?.state === 'FINISHED',
          tapsOnly: row?.state === 'SILENT',
          due: row?.dueAt ? at(row.dueAt) : Infinity,
          dueSeconds: due === undefined ? undefined : Math.ceil((due - now) / 1000),
          entry,
        };
      });
    return html`<bs-pad .runners=${runners} .confirmed=${this.#confirmed()} .others=${this.#otherCoaches()} .find=${this.#digits} .waves=${state.attention?.waves ?? []}
      @tap-lap=${(event) => this.#tap(event.detail)} @mark=${(event) => this.#mark(event.detail)} @tap-slipped=${(event) => this.#slipped(event.detail)}
      @find=${(event) => { this.#digits = event.detail.text.replace(/\D/g, ''); this.requestUpdate(); }}></bs-pad>`;
  }

  /** Keys that stay green for a moment, with the lap that the tap became once the session says so. */
  #confirmed() {
    const now = performance.now();
    const confirmed = new Map();
    for (const tap of this.#taps) {
      if (now - tap.tappedAt < SAVED_MILLIS && tap.state !== 'refused' && !confirmed.has(tap.runner)) {
        confirmed.set(tap.runner, { lap: this.#lapOf(tap)?.lap });
      }
    }
    return confirmed;
  }

  #lapOf(tap) {
    for (const lap of this.store.state.laps.get(tap.runner)?.values() ?? []) {
      if (lap.state !== 'RETRACTED' && lap.eventIds?.includes(tap.eventId)) return lap;
    }
    return undefined;
  }

  /** What another coach tapped shortly before: the id of a tap begins with whose it is. */
  #otherCoaches() {
    const others = new Map();
    for (const [runner, crossing] of this.store.state.crossed) {
      if (this.store.time.local() - crossing.at > OTHERS_SHOWN_MILLIS) continue;
      for (const id of crossing.lap.eventIds ?? []) {
        const [kind, coach] = id.split('-');
        if (kind === 'tap' && coach !== this.coach) others.set(runner, { coach });
      }
    }
    return others;
  }

  #sinceStart(time) {
    const started = this.store.state.session?.startedAt ?? this.store.state.plan?.startedAt;
    return started ? format.lapTime(Math.max(0, (time - at(started)) / 1000)) : format.timeOfDay(time, this.store.state.session?.timeZone ?? 'UTC');
  }

  /** Times that wait for their bib; below the keys, which must not move. */
  #whose() {
    const fresh = this.#freshMarks()[0];
    const mark = fresh ?? this.#marks[0];
    if (!mark) return nothing;
    const t = this.#sinceStart(mark.time);
    return html`<p class="whose" role="status">${fresh ? say('whose', { t }) : say('markOld', { t })}
      ${this.#marks.length > 1 ? html`<span class="soft">+${this.#marks.length - 1}</span>` : nothing}
      ${fresh ? nothing : html`<button type="button" class="use" @click=${() => this.#useMark(mark)}>${say('useMark')}</button>`}
      <button type="button" class="drop" @click=${() => this.#dropMark(mark)}>${say('dropMark')}</button></p>`;
  }

  #hasLeft(runner) {
    return [...this.store.state.standings.values()].some((board) => board.rows.some((row) => row.runner === runner && row.state === 'LEFT'));
  }

  /** Who left has no key and no tile any more: here they are fetched back from. */
  #whoLeft() {
    const left = [...this.store.state.people.keys()].filter((runner) => this.#hasLeft(runner));
    if (left.length === 0) return nothing;
    return html`<h3>${say('enrol.left')}</h3><div class="choices who-left">${left.map((runner) => html`<button type="button" data-runner=${runner}
      @click=${() => { this.#enrols = runner; this.requestUpdate(); }}>${this.#nameOf(runner)}</button>`)}</div>`;
  }

  /** What a door refused, by whom it was meant for and when: it stays until the coach has dealt with it. */
  #notTaken() {
    const { refused } = this.outbox;
    if (refused.length === 0) return nothing;
    return html`<div class="not-taken" role="alert"><ul>${refused.map((item) => html`<li data-event=${item.event.eventId}>
      <p>${say('notTaken', { who: item.event.runner ? this.#nameOf(item.event.runner) : say('gun'), t: this.#sinceStart(at(item.event.observedAt)), why: refusalWords(item.why) })}</p>
      ${doorSaid(item.why)}
      <button type="button" class="again" @click=${() => this.#sendAgain(item)}>${say('sendAgain')}</button>
      <button type="button" class="dismiss" @click=${() => this.outbox.dismiss(item)}>${say('dismiss')}</button></li>`)}</ul></div>`;
  }

  #sendAgain(item) {
    const tap = this.#taps.find((one) => one.eventId === item.event.eventId);
    if (tap) tap.state = 'waiting';
    this.outbox.again(item);
  }

  #undoBar() {
    if (this.#ignored && performance.now() < this.#ignored.until) {
      const ignored = this.#ignored;
      return html`<div class="undo" role="status"><p>${say(ignored.why)} ${ignored.runner ? this.#nameOf(ignored.runner) : say('markWithoutBib')}</p>
        <button type="button" @click=${() => this.#countIgnored(ignored)}>${say('countIt')}</button></div>`;
    }
    const tap = this.#lastTap();
    if (!tap) return nothing;
    const lap = this.#lapOf(tap);
    const words = lap ? say('lapSaved', { who: this.#nameOf(tap.runner), n: lap.lap }) : say(tap.state === 'waiting' ? 'tapKept' : 'tapSaved', { who: this.#nameOf(tap.runner) });
    return html`<div class="undo"><p>${words}<br><span>${this.#sinceStart(tap.time)} ${tap.state === 'saved' || lap ? '✓' : ''}</span></p>
      <button type="button" @click=${() => this.#undo()}>${say('undo')}</button></div>`;
  }

  #foot(phase, wide) {
    if (phase !== 'live' && phase !== 'ready') return nothing;
    if (this.#armed?.name === 'gun') return this.#confirmFoot(this.#armed.values.wave ? say('startWave', { n: this.#armed.values.wave }) : say('startAll'));
    if (this.#armed?.name === 'pause') return this.#confirmFoot(say('pauseSure'));
    if (this.#armed?.name === 'next') return this.#confirmFoot(say('nextSure', { step: this.#armed.values.step }));
    const { plan } = this.store.state;
    const paused = plan?.paused === true;
    const needs = [...this.#shown.values()].filter((shown) => !shown.goneSince).length;
    return html`<footer class="foot">
      ${phase === 'live'
        ? html`<button type="button" @click=${() => this.#control(paused ? 'resume' : 'pause')}>${say(paused ? 'resume' : 'pause')}</button>`
        : html`<button type="button" @click=${() => this.#open('join')}>${say('join')}</button>`}
      ${wide ? nothing : html`<button type="button" class="primary" @click=${() => this.#show(this.#view === 'taps' ? 'needs' : 'taps')}>
        ${this.#view === 'taps' ? say('needsMeCount', { n: needs }) : say('lapTaps')}</button>`}
      ${phase === 'live' && plan?.of > 1 ? html`<button type="button" class="next" ?disabled=${!plan.next} @click=${() => this.#next()}>${say('nextStep')}</button>` : nothing}
      <button type="button" class=${phase === 'ready' ? 'primary' : ''} aria-expanded=${this.#panel === 'gun'} @click=${() => this.#open('gun')}>${say('gun')}</button>
    </footer>`;
  }

  #confirmFoot(question) {
    return html`<footer class="foot asks" role="alertdialog" aria-label=${question}>
      <p>${question}</p>
      <button type="button" @click=${() => { this.#armed = null; this.requestUpdate(); }}>${say('no')}</button>
      <button type="button" class="primary confirm" @click=${() => { const { act } = this.#armed; this.#armed = null; act(); this.requestUpdate(); }}>${say('yes')}</button>
    </footer>`;
  }

  #panelOf(phase) {
    const back = html`<button type="button" class="backwards" @click=${() => this.#open(this.#panel)}>‹ ${say('back')}</button>`;
    switch (this.#panel) {
      case 'menu': return html`<section class="panel" aria-label=${say('menu')}>${back}${this.#menu(phase)}</section>`;
      case 'gun': return html`<section class="panel" aria-label=${say('gun')}>${back}${this.#gunPanel()}</section>`;
      case 'checks': return html`<section class="panel">${back}<bs-checks .gate=${this.store.state.attention?.gate} .people=${this.store.state.people}
        .said=${this.#said()} @check=${(event) => this.#check(event.detail)}></bs-checks>
        <bs-heat .heat=${this.store.state.attention?.heat} @weather=${(event) => this.#say('events', { type: 'weather', ...event.detail }, 'weather')}></bs-heat></section>`;
      case 'roll': return html`<section class="panel">${back}<bs-roll .people=${this.store.state.people} .entries=${this.store.state.entries} .now=${this.store.time.now()}></bs-roll></section>`;
      case 'enrol': return html`<section class="panel" aria-label=${say(this.#enrols ? 'enrol.open' : 'enrol.add')}>${back}<bs-enrol .session=${this.session} .plan=${this.store.state.session?.plan}
        .track=${this.store.state.session?.hasTrack ?? false} .person=${this.store.state.people.get(this.#enrols) ?? null} .left=${this.#hasLeft(this.#enrols)}></bs-enrol>${this.#enrols ? nothing : this.#whoLeft()}</section>`;
      case 'join': return html`<section class="panel middle" aria-label=${say('join')}>${back}${this.#invitation()}</section>`;
      case 'keys': return html`<section class="panel" aria-label=${say('keys')}>${back}<h2>${say('keys')}</h2>
        <bs-keys .keys=${['space', 'digits', 'u', 'a', 'j', 'c', 'g', 'n', 'p', 'slash', 'b', 'f', 't', 'm', 'question', 'esc']}></bs-keys></section>`;
      case 'fix': return html`<section class="panel" aria-label=${say('fix.title')}>${back}${this.#fixPanel()}</section>`;
      case 'runner': return html`<section class="panel" aria-label=${say('runner')}>${back}${this.#runnerSheet()}</section>`;
      default: return nothing;
    }
  }

  #gunPanel() {
    const blocked = this.#blocked();
    const gate = this.store.state.attention?.gate;
    return html`<h2>${say('gun')}</h2>
      ${blocked ? html`<p class="short" role="status">${say('startWaits', { n: gate.obstacles.filter((one) => !one.runner && one.reason !== 'SPOTTERS_SHORT').length })}</p>
        <button type="button" class="wide" @click=${() => this.#open('checks')}>${say('checks')}</button>` : nothing}
      <p class="soft">${say('gunHow')}</p>
      <div class="waves">
        <button type="button" class="primary" ?disabled=${blocked} @click=${() => this.#gun(0)}>${say('everyone')}</button>
        ${(this.store.state.attention?.waves ?? []).map(({ wave, runners, startedAt }) => html`<button type="button" data-wave=${wave} ?disabled=${blocked} @click=${() => this.#gun(wave)}>${say('wave', { n: wave })}
          <span class="soft">${say(runners === 1 ? 'waveOne' : 'waveOf', { n: runners })}, ${startedAt ? say('waveGone', { t: format.timeOfDaySeconds(at(startedAt), this.store.state.session?.timeZone ?? 'UTC') }) : say('waveWaits')}</span></button>`)}
      </div>`;
  }

  #menu(phase) {
    const closing = this.#armed?.name === 'close';
    const own = language();
    return html`<h2>${say('menu')}</h2>
      <div class="choices">
        <button type="button" @click=${() => this.#open('checks')}>${say('checks')}</button>
        <button type="button" @click=${() => this.#open('join')}>${say('join')}</button>
        ${phase === 'closed' ? nothing : html`<button type="button" class="add-runner" @click=${() => { this.#enrols = null; this.#open('enrol'); }}>${say('enrol.add')}</button>`}
        <button type="button" @click=${() => this.#open('roll')}>${say('roll')}</button>
        <bs-screen .session=${this.session}></bs-screen>
        <bs-screen kind="coaches" .session=${this.session}></bs-screen>
        <button type="button" aria-pressed=${this.#muted} @click=${() => { this.#muted = !this.#muted; this.requestUpdate(); }}>${say(this.#muted ? 'soundOff' : 'soundOn')}</button>
        <button type="button" @click=${() => this.#turnTheme()}>${say('theme')}</button>
        ${unitsChoice(() => this.#anew())}
        ${languages().map((one) => html`<button type="button" lang=${one} aria-pressed=${document.documentElement.lang === one} @click=${() => this.#speak(one)}>${say(`language.${one}`)}</button>`)}
        <button type="button" @click=${() => this.#open('keys')}>${say('keys')}</button>
      </div>
      <label class="initials">${say('initials')} <input maxlength="3" autocomplete="off" .value=${this.coach} @change=${(event) => this.#rename(event.target)} lang=${own}></label>
      ${phase === 'closed' ? nothing : html`<button type="button" class="wide ${closing ? 'primary' : ''}" @click=${() => this.#close()}>${say(closing ? 'closeSure' : 'closeSession')}</button>`}`;
  }

  #rename(input) {
    const letters = input.value.toUpperCase().replace(/[^A-Z0-9]/g, '');
    if (letters) {
      this.coach = letters;
      keep('coach', letters);
    }
    input.value = this.coach;
  }

  async #speak(next) {
    await chooseLanguage(next);
    this.#anew();
  }

  /** All that tells something in words or units. */
  #anew() {
    this.requestUpdate();
    this.querySelectorAll('bs-tile, bs-pad, bs-checks, bs-enrol, bs-fix, bs-heat, bs-keys, bs-roll, bs-screen').forEach((part) => part.requestUpdate());
  }

  #turnTheme() {
    this.#theme = document.documentElement.dataset.theme === 'sun' ? 'night' : 'sun';
    keep('theme', this.#theme);
    this.requestUpdate();
  }

  #runnerSheet() {
    const { runner, answer } = this.#report;
    const laps = [...(this.store.state.laps.get(runner)?.values() ?? [])].filter((lap) => lap.state !== 'RETRACTED').sort((a, b) => a.lap - b.lap);
    const entry = this.store.state.entries.get(runner);
    const beats = new Map((answer?.laps ?? []).map((lap) => [lap.lap, lap.averageHeartRateBpm]));
    return html`<h2>${this.#nameOf(runner)}</h2>
      <p class="soft">${say(`facing.${entry?.facing ?? 'UNKNOWN'}`)}${entry?.zone === undefined ? '' : `, ${say('say.zone', { n: entry.zone })}`}</p>
      ${entry?.finish ? html`<p class="finish">${this.#finish(entry.finish)}</p>` : nothing}
      ${laps.length === 0 ? html`<p>${say('noLaps')}</p>` : html`<table class="laps"><thead><tr><th scope="col">${say('col.lap')}</th><th scope="col">${say('col.time')}</th>
        <th scope="col">${say('col.facing')}</th><th scope="col">${say('col.beats')}</th><th scope="col"><span class="sr">${say('remove')}</span></th></tr></thead>
        <tbody>${laps.map((lap) => html`<tr><td>${lap.lap}</td><td>${format.sourcedLap(lap.lapSeconds.value, lap.source)}<br><span class="soft">${say(`source.${lap.source}`)}</span></td><td class="ran">${this.#lapFacing(runner, lap)}</td>
          <td>${beats.get(lap.lap) === undefined ? '–' : Math.round(beats.get(lap.lap))}</td>
          <td class="mend">${this.#removal(runner, lap)}</td></tr>`)}</tbody></table>`}
      ${this.#corrections(runner)}
      ${this.#mending(runner)}`;
  }

  /** What was corrected after the end and stands, by whichever coach; each is known by the first of the laps that it moved. */
  #corrections(runner) {
    const standing = standingCorrections([...(this.store.state.laps.get(runner)?.values() ?? [])]);
    if (standing.length === 0) return nothing;
    return html`<ul class="corrections">${standing.map(({ lap: n, ...correction }) => html`<li><span>${say('after.lap', { n })}: ${why({ correction }) || say('why.coach-correction')}</span>
      <button type="button" aria-label=${say('takeBack', { n })} @click=${() => this.#openFix({ action: 'undo', runner, lap: n, corrects: correction.eventId })}>${say('undo')}</button></li>`)}</ul>`;
  }

  #finish({ seconds: finish, reached, targetSeconds, walkedShare }) {
    const t = reached ? format.clock(Math.round(finish.value)) : format.projectedFinish(finish.value, finish.plusMinus);
    const words = [say(reached ? 'tile.finished' : 'tile.finish', { t, x: format.finishDoubt(finish.plusMinus), target: format.clock(targetSeconds ?? 0) })];
    if (walkedShare !== undefined) words.push(say('run.walked', { p: format.percent(walkedShare) }));
    return words.join(' · ');
  }

  /** Which way a lap was run; asked where nobody knows, and else by pressing what is known. */
  #lapFacing(runner, lap) {
    const doubt = lap.flags?.includes(FACING_UNCONFIRMED);
    const word = say(doubt ? 'unconfirmed' : `facing.${lap.facing}`);
    if (!doubt && lap.facing !== 'UNKNOWN' && this.#report.faces !== lap.lap) {
      return html`<button type="button" class="faces" aria-label=${say('faceLap', { n: lap.lap, facing: word })}
        @click=${() => { this.#report = { ...this.#report, faces: lap.lap }; this.requestUpdate(); }}>${word}</button>`;
    }
    const said = this.#facedHere(runner, lap)?.facing ?? (doubt ? undefined : lap.facing);
    return html`<span class="soft">${word}</span>${['FORWARD', 'BACKWARD'].map((facing) => html`
      <button type="button" data-facing=${facing} aria-pressed=${said === facing} aria-label=${say('faceLap', { n: lap.lap, facing: say(`facing.${facing}`) })}
        @click=${() => this.#face(runner, lap, facing)}>${say(`facing.${facing}`)}</button>`)}`;
  }

  #removal(runner, lap) {
    const { lap: number, endedAt, lapSeconds } = lap;
    const from = at(endedAt) - lapSeconds.value * 1000;
    return html`<button type="button" aria-label=${say('removeLap', { n: number })} @click=${() => this.#openFix({ action: 'void', runner, lap: number, lapEndedAt: endedAt })}>${say('remove')}</button>
      <button type="button" class="move" aria-label=${say('moveLap', { n: number })} @click=${() => this.#openFix({ action: 'move', runner, lap: number, lapEndedAt: endedAt, from, at: at(endedAt) })}>${say('move')}</button>`;
  }

  /** What a runner's sheet offers below the laps; a time without a bib is what a lap to add most likely means. */
  #mending(runner) {
    return html`<div class="choices">
      <button type="button" class="add" @click=${() => this.#openFix({ action: 'add', runner, at: this.#marks[0]?.time ?? this.#newest() })}>${say('addLap')}</button>
      ${this.store.closed ? nothing : html`<button type="button" class="change" @click=${() => { this.#enrols = runner; this.#open('enrol'); }}>${say(this.#hasLeft(runner) ? 'enrol.back' : 'enrol.open')}</button>`}
      <button type="button" class="swap" ?disabled=${this.store.state.people.size < 2} @click=${() => this.#openFix({ action: 'swap', runner, sinceStart: true })}>${say('swapBib')}</button>
      <a class="button log" target="_blank" rel="noopener" href="/runner/${encodeURIComponent(runner)}?view=coach">${say('runnerLog')}</a></div>`;
  }

  /** When the newest lap can have ended. */
  #newest() {
    const closedAt = this.store.closed && this.store.state.session?.closedAt;
    return closedAt ? at(closedAt) : Math.round(this.#timeOf(performance.now()));
  }

  /** The event that a correction will be; null as long as something of it is open. */
  static #correction({ action, runner, lap, lapEndedAt, at: time, other, sinceStart, corrects, now }, coach) {
    const event = { type: 'correction', action, runner, coach };
    if (action === 'undo') return { ...event, corrects };
    if (action === 'swap') {
      if (!other) return null;
      return { ...event, with: other, ...(sinceStart ? {} : { at: new Date(now).toISOString() }) };
    }
    if (action !== 'add') Object.assign(event, { lap, lapEndedAt });
    if (action !== 'void') event.at = new Date(time).toISOString();
    return event;
  }

  /** What a correction would move, reckoned by the door; null while it is, undefined where it could not be. */
  async #openFix(asked, again = false) {
    const event = BsCoach.#correction({ now: Math.round(this.#timeOf(performance.now())), ...asked }, this.coach);
    // What was reckoned last stands until it is reckoned anew; so does that nothing was.
    const last = again ? this.#fix.preview : null;
    const fix = { ...asked, event, ready: event !== null, preview: last, stale: Boolean(last), asking: true, askedAt: performance.now(), boards: this.#boardsNow() };
    this.#fix = fix;
    this.#panel = 'fix';
    this.requestUpdate();
    if (!event) return;
    let preview;
    try {
      const answer = await fetch(withToken(`${this.#path('corrections')}?preview=true`), {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event), signal: AbortSignal.timeout(PREVIEW_MILLIS),
      });
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) preview = { ...said, rejected: said.rejected && refusalOf(answer.status, said, said.rejected) };
      else if (answer.status === 422 || answer.status === 400 || answer.status === 409) preview = { rejected: refusalOf(answer.status, said), moves: [] };
    } catch {
      preview = undefined;
    }
    if (this.#fix === fix) this.#fix = { ...fix, preview, asking: false, ...(preview ? {} : { askedAt: performance.now() }) };
    this.requestUpdate();
  }

  /** The revisions that a preview was reckoned from. */
  #boardsNow() {
    const { standings } = this.store.state;
    return ['ratio', 'laps'].map((board) => standings.get(board)?.revision ?? -1).join();
  }

  #fixPanel() {
    const fix = this.#fix;
    const due = performance.now() - fix.askedAt >= PREVIEW_AGAIN_MILLIS && !document.hidden;
    const outdated = fix.preview ? fix.boards !== this.#boardsNow() : fix.ready;
    if (due && outdated && !fix.asking) {
      queueMicrotask(() => {
        if (this.#fix === fix && this.#panel === 'fix') this.#openFix(fix, true);
      });
    }
    const started = this.store.state.session?.startedAt ?? this.store.state.plan?.startedAt;
    return html`<bs-fix .fix=${fix} .over=${this.store.closed} .people=${this.store.state.people} .zero=${started ? at(started) : at(this.store.state.session?.openedAt)} @keep=${() => this.#openRunner(fix.runner)}
      @change-fix=${(event) => this.#openFix({ ...fix, ...event.detail })}
      @apply=${(event) => { this.#apply(fix, event.detail.why); this.#openRunner(fix.runner); }}></bs-fix>`;
  }

  #apply({ event, action, runner, lap, other, facing }, reason) {
    const corrects = this.#say('corrections', { ...event, ...(reason ? { reason } : {}) }, 'fix');
    const done = { void: 'removed', move: 'moved', add: 'added', swap: 'swapped', undo: 'undone', facing: `faced.${facing}` }[action];
    this.#tell(say(done, { who: this.#nameOf(runner), n: lap, other: this.#nameOf(other) }), this.store.closed ? UNDO_AFTERWARDS_MILLIS : UNDO_MILLIS, () => {
      for (const [key, said] of this.#faced) if (said.eventId === corrects) this.#faced.delete(key);
      if (!this.outbox.takeBack(corrects)) this.#say('corrections', { type: 'correction', action: 'undo', runner, corrects, coach: this.coach }, 'undo');
    });
    return corrects;
  }

  #over() {
    const { state } = this.store;
    const rows = [...this.#rowsByRunner().values()];
    const laps = [...state.laps.values()].flatMap((known) => [...known.values()]).filter((lap) => lap.state !== 'RETRACTED').length;
    const finished = rows.filter((row) => row.state === 'FINISHED').length;
    return html`<main class="over"><dl><div><dt>${say('wereHere')}</dt><dd>${state.people.size}</dd></div><div><dt>${say('lapsRun')}</dt><dd>${laps}</dd></div><div><dt>${say('finished')}</dt><dd>${finished}</dd></div></dl>
      <p><a class="button" href=${`/after/${encodeURIComponent(this.session)}?view=coach`}>${say('openResults')}</a></p>
      <h3>${say('attendance')}</h3>${this.#correctable()}</main>`;
  }

  /** Who was here; each leads to the laps that may still be mended. */
  #correctable() {
    const { session, people } = this.store.state;
    const named = (person) => [person.bib, person.alias].filter(Boolean).join(' ');
    const until = session?.correctableUntil;
    return html`${until ? html`<p class="soft">${say('correctHow', { t: dayAndTime(until, session.timeZone ?? 'UTC') })}</p>` : nothing}
      <ul class="attendance">${[...people.values()].map((person) => html`<li><button type="button" data-runner=${person.runner} @click=${() => this.#openRunner(person.runner)}>${named(person)}</button></li>`)}</ul>`;
  }

  /** For a screen reader: what waits, else the newest tap. */
  #spoken() {
    const tap = this.#lastTap();
    const lap = tap && this.#lapOf(tap);
    return lap ? say('lapSaved', { who: this.#nameOf(tap.runner), n: lap.lap }) : '';
  }

  // ---- keys of a laptop ----

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const field = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (!field && isTurnedOff(event)) return;
    if (event.key === 'Escape') {
      if (field) event.target.blur();
      this.#digits = '';
      this.#armed = null;
      this.#panel = null;
    } else if (field) {
      if (event.key !== 'Enter' || !event.target.classList.contains('find')) return;
      this.#tapByBib(event);
    } else if (/^\d$/.test(event.key)) {
      this.#digits += event.key;
    } else if (event.key === 'Enter' && this.#digits) {
      this.#tapByBib(event);
    } else if (event.key === 'Backspace' && this.#digits) {
      this.#digits = this.#digits.slice(0, -1);
    } else if (event.key === ' ' && !/^(BUTTON|A)$/.test(event.target.tagName)) {
      this.#mark({ at: event.timeStamp });
    } else {
      const act = this.#shortcut(event.key.toLowerCase());
      if (!act) return;
      act();
    }
    event.preventDefault();
    this.requestUpdate();
  }

  #tapByBib(event) {
    const bib = this.#digits;
    this.#digits = '';
    const person = [...this.store.state.people.values()].find((one) => one.bib === bib);
    if (person) this.#tap({ runner: person.runner, at: event.timeStamp });
    else this.#tell(say('noBib', { bib }));
  }

  /** The sheet with its laps of whoever the keys are on, else of who stands on top, else of who was tapped last. */
  #openLaps() {
    const focused = document.activeElement?.closest('.tile')?.dataset.runner;
    const runner = focused || [...this.#shown.keys()].find(Boolean) || this.#lastTap()?.runner;
    if (runner) this.#openRunner(runner);
  }

  /** Where a screen needs a token of its own, the way to one; a coach's belongs on no screen. */
  #openBoard() {
    if (!hasToken()) {
      open(`/board/${encodeURIComponent(this.session)}`, '_blank', 'noopener');
      return;
    }
    this.#panel = 'menu';
    this.requestUpdate();
    this.updateComplete.then(() => this.querySelector('.tv')?.focus());
  }

  #shortcut(key) {
    switch (key) {
      case 'u': return () => this.#undo();
      case 'a': return () => {
        const top = [...this.#shown.values()].find((shown) => shown.need.reasons[0].alertId && !shown.need.reasons[0].answered && !this.#ackedAt.has(shown.need.reasons[0].alertId));
        if (top) this.#answer({ alertId: top.need.reasons[0].alertId, answer: 'seen' });
      };
      case 'j':
      case 'k': return () => {
        const tiles = [...this.querySelectorAll('bs-tile .who, bs-tile .answers button')];
        const next = tiles.indexOf(document.activeElement) + (key === 'j' ? 1 : -1);
        tiles[Math.max(0, Math.min(tiles.length - 1, next))]?.focus();
      };
      case 'g': return () => this.#gun(0);
      case 'n': return () => this.#next();
      case 'p': return () => this.#ask('pause', {}, () => this.#control(this.store.state.plan?.paused ? 'resume' : 'pause'));
      case 'c': return () => this.#openLaps();
      case 'b': return () => this.#openBoard();
      case 'f': return turnFullScreen;
      case 't': return () => this.#turnTheme();
      case 'm': return () => { this.#muted = !this.#muted; };
      case '/': return () => (this.querySelector('.find') ?? this.querySelector('bs-pad .key'))?.focus();
      case '?': return () => this.#open('keys');
      default: return undefined;
    }
  }
}

function kept(name) {
  try {
    return localStorage.getItem(`backstretch.${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`backstretch.${name}`, value);
  } catch {
    // kept as long as the page is open
  }
}

customElements.define('bs-coach', BsCoach);
