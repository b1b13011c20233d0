// A runner's phone: joins, measures, sends what it measured, and shows one number.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { language, loadWords, say } from './words.js';
import { tongues } from './tongues.js';
import { Store } from './store.js';
import { follow } from './stream.js';
import { keepLastKnown } from './last-known.js';
import { keepShell } from './shell.js';
import { useToken, withToken } from './token.js';
import { face, zoneBadge } from './glyphs.js';
import { vars } from './vars.js';
import { forget, newId, recall, remember } from './me.js';
import { Kept } from './kept.js';
import { isLater } from './later.js';
import { DOOR, LiveLine } from './live.js';
import { DOOR as SAYS, Says } from './says.js';
import { OwnWay } from './own-way.js';
import { Sounds } from './sounds.js';
import { runOf } from './run-rows.js';
import { PURPOSES, changed, switches } from './consents.js';
import { position } from './sensors/position.js';
import { compass } from './sensors/compass.js';
import { strap } from './sensors/strap.js';
import { wake } from './sensors/wake.js';
import { factsOf } from './own-results.js';
import { unitsChoice } from './units.js';
import './bs-join.js';
import './bs-card.js';

const TICK_MILLIS = 250;
const UNDO_MILLIS = 10_000;
const TOLD_SOON_MILLIS = 3000;
const COMPASS_KEPT_MILLIS = 2000;
const POSITION_SILENT_MILLIS = 10_000;
const LAG_MILLIS = 5000;
const HEROES = 3;
const query = new URLSearchParams(location.search);
const SENSORS = { position, compass, strap };

class BsRun extends LitElement {
  #stop = [];
  #sensors = {};
  #compass = null;
  #way = new OwnWay();
  #hero = 0;
  #before = { phase: '', second: NaN };
  #spoken = '';
  #neck = '';
  #clearSince = performance.now();
  #leaveTimer;

  createRenderRoot() {
    return this;
  }

  constructor() {
    super();
    // The place among the others may wait for the next beat.
    this.store = new Store(undefined, ['standings']);
    this.session = decodeURIComponent(location.pathname.split('/')[2] ?? '');
    this.me = recall(this.session);
    this.sounds = new Sounds();
    /** `night`, `sun`, or null for what the time of day asks for. */
    this.theme = query.get('theme');
    /** How many readings were made here. */
    this.made = 0;
    this.kept = null;
    this.live = null;
    this.says = null;
    this.stop = null;
    /** Whether the door said that nothing of this runner is to be measured. */
    this.unwanted = false;
    this.leaving = NaN;
    this.sheet = null;
  }

  async connectedCallback() {
    await loadWords(language());
    super.connectedCallback();
    this.#named();
    this.#stop.push(this.store.subscribe(() => this.requestUpdate()));
    const timer = setInterval(() => this.#tick(), TICK_MILLIS);
    const tapped = () => this.sounds.wake();
    addEventListener('pointerdown', tapped);
    // Whoever leaves and puts the phone away has left.
    const hide = () => {
      if (!Number.isNaN(this.leaving)) this.#leave();
    };
    addEventListener('pagehide', hide);
    this.#stop.push(() => clearInterval(timer), () => removeEventListener('pointerdown', tapped), () => removeEventListener('pagehide', hide));
    if (this.me && !this.me.left) await this.#begin();
    else if (this.me) await this.#drain();
  }

  /** In the language that is spoken now. */
  #named() {
    document.title = `${say('run.title')} · Backstretch`;
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.splice(0).forEach((stop) => stop());
  }

  // ---- joining ----

  async #joined({ me, answers }) {
    this.me = { ...me, sensors: [] };
    this.#keep();
    await this.#begin();
    for (const { check, passed } of answers) this.#say({ type: 'safety', check, passed, answer: passed ? 'no' : 'yes' });
  }

  #keep() {
    remember(this.session, this.me);
  }

  /** What was made before goes on its way, also that of a page which is gone. */
  async #drain() {
    useToken(this.me.token);
    this.kept = await Kept.open(`backstretch-${this.session}-${this.me.runner}`);
    this.live = new LiveLine(this.session, this.kept, () => this.requestUpdate(), () => this.#unwanted());
    this.says = new Says(this.session, this.kept, (event, status) => this.#heard(event, status));
    this.live.start();
    this.says.start();
    this.#stop.push(() => this.live.stop(), () => this.says.stop());
    this.requestUpdate();
  }

  async #begin() {
    await this.#drain();
    this.#stop.push(keepLastKnown(this.store, `run.${this.session}.${this.me.runner}`));
    keepShell();
    const unfollow = follow(this.session, this.store, `runner=${encodeURIComponent(this.me.runner)}`);
    const unwake = wake((report) => this.#report('wake', report));
    this.#stop.push(unfollow, unwake, () => this.#stopSensors());
    // A strap is chosen anew after a reload: browsers hand none out without a tap.
    for (const name of this.me.sensors ?? []) if (name !== 'strap') this.#startSensor(name);
    this.requestUpdate();
  }

  // ---- sensors ----

  /** Each in the tap that asked for it: browsers ask the runner only then. */
  #startSensor(name) {
    this.#sensors[name]?.stop?.();
    this.#sensors[name] = { state: 'waiting', heardAt: performance.now() };
    this.#sensors[name].stop = SENSORS[name]((report) => this.#report(name, report));
    if (!this.me.sensors?.includes(name)) {
      this.me = { ...this.me, sensors: [...(this.me.sensors ?? []), name] };
      this.#keep();
    }
    this.requestUpdate();
  }

  #stopSensors() {
    for (const name of Object.keys(SENSORS)) {
      this.#sensors[name]?.stop?.();
      delete this.#sensors[name];
    }
  }

  #stopSensor(name) {
    this.#sensors[name]?.stop?.();
    delete this.#sensors[name];
    this.me = { ...this.me, sensors: (this.me.sensors ?? []).filter((other) => other !== name) };
    this.#keep();
    this.requestUpdate();
  }

  #report(name, { state, at, values }) {
    const sensor = (this.#sensors[name] ??= {});
    sensor.state = state;
    if (values) {
      sensor.heardAt = performance.now();
      if (name === 'compass') this.#compass = { heardAt: sensor.heardAt, values };
      else {
        if (name === 'position') this.#way.measured(values.speedMetersPerSecond);
        this.#measured(at, name === 'position' ? { ...values, ...this.#facing() } : values);
      }
    }
    this.requestUpdate();
  }

  #facing() {
    const fresh = this.#compass && performance.now() - this.#compass.heardAt < COMPASS_KEPT_MILLIS;
    return fresh ? this.#compass.values : {};
  }

  #measured(at, values) {
    this.made++;
    this.kept.put(DOOR, { eventId: newId(), runner: this.me.runner, observedAt: new Date(at).toISOString(), ...values });
  }

  #state(name) {
    const sensor = this.#sensors[name];
    if (!sensor) return 'off';
    const silent = name === 'position' && sensor.state === 'on' && performance.now() - sensor.heardAt > POSITION_SILENT_MILLIS;
    return silent ? 'lost' : sensor.state;
  }

  // ---- what the runner says ----

  #say(event) {
    this.says.say({ eventId: newId(), runner: this.me.runner, observedAt: new Date().toISOString(), ...event });
  }

  #heard(event, status) {
    const done = status >= 200 && status < 300;
    if (event.type === 'symptom' && this.stop && event.eventId === this.stop.eventId) {
      const state = done ? 'told' : isLater(status) ? 'alone' : 'untaken';
      if (state !== 'told' && state !== this.stop.state) this.sounds.play('alarm');
      this.stop = { ...this.stop, state };
    }
    if (event.type === 'consent' && !done && !isLater(status)) {
      // The door did not take it, so nothing has changed.
      this.me = { ...this.me, consents: { ...this.me.consents, [event.purpose]: !event.given } };
      this.#keep();
    }
    this.requestUpdate();
  }

  #unwell() {
    this.sounds.wake();
    this.stop = { eventId: newId(), at: performance.now(), state: 'telling' };
    this.#say({ type: 'symptom', symptom: 'stop', eventId: this.stop.eventId });
    navigator.vibrate?.(200);
    this.requestUpdate();
  }

  #consent(name, given) {
    const before = this.me.consents;
    const consents = changed(before, name, given);
    this.me = { ...this.me, consents };
    this.#keep();
    for (const { name: purpose } of PURPOSES) {
      if (before[purpose] !== consents[purpose]) this.#say({ type: 'consent', purpose, given: consents[purpose] });
    }
    if (given) this.unwanted = false;
    this.requestUpdate();
  }

  /** Whom nobody is to see is measured no more; who that is, the door says. */
  #unwanted() {
    this.unwanted = true;
    this.#stopSensors();
    this.requestUpdate();
  }

  /** Whether a consent that was taken back is still on its way. */
  #asks(purpose) {
    return (this.kept?.oldest(SAYS, Infinity) ?? []).some(([, event]) => event.type === 'consent' && event.purpose === purpose && !event.given);
  }

  #askLeave() {
    this.sheet = null;
    this.leaving = performance.now();
    this.#leaveTimer = setTimeout(() => this.#leave(), UNDO_MILLIS);
    this.requestUpdate();
  }

  #undoLeave() {
    clearTimeout(this.#leaveTimer);
    this.leaving = NaN;
    this.requestUpdate();
  }

  #leave() {
    clearTimeout(this.#leaveTimer);
    this.leaving = NaN;
    this.#stopSensors();
    this.#say({ type: 'leave' });
    this.me = { ...this.me, left: true };
    this.#keep();
    this.requestUpdate();
  }

  #again() {
    forget(this.session);
    location.reload();
  }

  // ---- time ----

  #tick() {
    if (!this.kept || this.kept.size === 0) this.#clearSince = performance.now();
    if (this.stop?.state === 'telling' && performance.now() - this.stop.at > TOLD_SOON_MILLIS) {
      this.stop = { ...this.stop, state: 'alone' };
      this.sounds.play('alarm');
    }
    // What is measured after the session is nobody's.
    if (this.#closed && this.#measures) this.#stopSensors();
    if (this.me && !this.me.left) this.#sound(this.#model());
    this.requestUpdate();
  }

  #model() {
    return runOf(this.store, this.me.runner, this.#offline, (agoMillis) => this.#way.metersSince(agoMillis));
  }

  #sound(model) {
    const before = this.#before;
    const second = model.restLeft === undefined ? NaN : Math.ceil(model.restLeft);
    this.#warnNeck(model.neck);
    if (model.paused) return;
    if (before.phase && model.phase !== before.phase) {
      if (model.phase === 'rest') this.sounds.play('rest');
      else if (before.phase === 'rest' || before.phase === 'waiting') this.sounds.play(model.phase === 'finished' ? 'rest' : 'go');
      else if (model.phase === 'backward') this.sounds.play('backwards');
      else if (model.phase === 'forward') this.sounds.play('forwards');
    }
    if (second !== before.second && second >= 1 && second <= 3) this.sounds.play('count');
    // On a busy phone a second may pass unseen.
    if (before.second > 5 && second <= 5) {
      this.sounds.play(model.nextFacing === 'BACKWARD' ? 'backwards' : 'forwards');
      if (model.nextFacing === 'BACKWARD') this.sounds.speakAtOnce(say('cue.turn'));
    }
    // What came too soon after another cue is said when its turn comes, unless something else is to be said by then.
    if (!model.spoken) this.#spoken = '';
    else if (model.spoken !== this.#spoken && this.sounds.speak(model.spoken)) this.#spoken = model.spoken;
    this.#before = { phase: model.phase === 'waiting' && !this.store.state.ready ? before.phase : model.phase, second };
  }

  /** The rules warn of the neck seldom, and then it is heard and felt, whatever was said just before. */
  #warnNeck(neck) {
    if (neck && neck !== this.#neck) {
      this.sounds.speakAtOnce(say('cue.head'));
      navigator.vibrate?.([200, 100, 200]);
    }
    this.#neck = neck;
  }

  /** The session takes no more readings, so nothing is on its way. */
  get #closed() {
    return this.live?.state === 'closed' || this.store.closed;
  }

  get #offline() {
    if (this.#closed) return false;
    const behind = this.live?.state === 'waiting' && performance.now() - this.#clearSince > LAG_MILLIS;
    return navigator.onLine === false || this.store.link === 'lost' || behind;
  }

  get #measures() {
    // A compass goes along with a position, never alone.
    return ['position', 'strap'].some((name) => ['on', 'waiting', 'lost'].includes(this.#state(name)));
  }

  get #refused() {
    return this.live?.state === 'refused' || this.store.link === 'refused';
  }

  willUpdate() {
    let { theme } = this;
    if (theme !== 'sun' && theme !== 'night') {
      const zone = this.store.state.session?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      const hour = format.hourOfDay(this.store.time.known ? this.store.time.now() : Date.now(), zone);
      theme = hour >= 7 && hour < 17 ? 'sun' : 'night';
    }
    if (document.documentElement.dataset.theme !== theme) document.documentElement.dataset.theme = theme;
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  // ---- what is shown ----

  render() {
    if (this.store.link === 'unknown') return this.#plain('unknown', say('unknownSession', { session: this.session }), say('run.askCoach'));
    if (!this.me) {
      return html`<bs-join .session=${this.session} .code=${query.get('code') ?? ''} @spoken=${() => this.#named()} @joined=${(event) => this.#joined(event.detail)}></bs-join>`;
    }
    if (this.me.left) return this.#left();
    if (this.#refused) return this.#plain('refused', say('run.refused'), say('run.refusedHow'), say('run.left.again'));
    const model = this.#model();
    return html`<div class="run" data-phase=${model.phase}>
      ${this.#header(model)}
      ${this.#strips()}
      <main>${this.#number(model)}${this.#setup(model)}${this.#notices(Object.keys(SENSORS))}${this.#values(model)}${this.#after(model)}${this.#notices(['wake', 'hidden', 'filed', 'rejected'])}</main>
      ${this.#foot()}
      <div class="sr" role="status" aria-live="polite">${this.#offline ? say('run.link.offline') : model.step}</div>
    </div>
    ${this.#sheetOf()}`;
  }

  #sheetOf() {
    switch (this.sheet) {
      case 'who': return this.#who();
      case 'menu': return this.#menu();
      case 'card': return this.#dialog('card', say('card.title'), html`<bs-card .facts=${this.card} @again=${() => this.#showCard()} .name=${`backstretch-${this.session}`}></bs-card>`);
      default: return nothing;
    }
  }

  /** Whoever is done shares a picture, looks at all results, and at the own log. */
  #after(model) {
    if (model.phase !== 'finished') return nothing;
    return html`<nav class="after" aria-label=${say('run.after')}>
      <button type="button" data-do="card" @click=${() => this.#showCard()}>${say('card.open')}</button>
      <a class="button" href=${withToken(`/after/${encodeURIComponent(this.session)}`)}>${say('after.title')}</a>
      <a class="button" href=${withToken(`/runner/${encodeURIComponent(this.me.runner)}`)}>${say('log.open')}</a></nav>`;
  }

  async #showCard() {
    this.card = null;
    this.#open('card');
    const { session } = this.store.state;
    this.card = await factsOf(this.session, this.me.runner, {
      alias: this.me.alias, at: session?.startedAt ?? session?.openedAt, timeZone: session?.timeZone, plan: session?.plan,
    });
    this.requestUpdate();
  }

  #plain(state, title, how, again = '') {
    return html`<main class="plain" data-phase=${state}><h1>${title}</h1><p>${how}</p>
      ${again ? html`<button class="strong" type="button" data-do="again" @click=${() => this.#again()}>${again}</button>` : nothing}</main>`;
  }

  /** Who has left sends what was measured before, and is told when that is over. */
  #left() {
    const waiting = this.kept?.count(DOOR) ?? 0;
    const leaves = this.kept === null || this.kept.oldest(SAYS, Infinity).some(([, event]) => event.type === 'leave');
    const filed = this.live?.filed;
    if (this.#refused || filed?.state === 'stays') return this.#plain('left', say('run.left.title'), waiting > 0 ? say('run.file.stays', { n: waiting }) : say('run.left.how'), say('run.left.again'));
    if (leaves || waiting > 0) {
      return this.#plain('left', say(leaves ? 'run.left.telling' : 'run.left.title'), waiting > 0 ? say('run.left.draining', { n: waiting }) : say('run.left.tellingHow'));
    }
    return this.#plain('left', say('run.left.title'), filed ? say('run.file.sent', { n: filed.n }) : say('run.left.how'), say('run.left.again'));
  }

  #header(model) {
    const link = this.#link();
    return html`<header class="run-head">
      ${face(model.face)}<span class="sr">${say(`facing.${model.face}`)}</span>
      <h1 class=${model.face === 'BACKWARD' ? 'back' : ''}>${model.step}</h1>
      <button class="link ${link.tone}" type="button" data-do="who" @click=${() => this.#open('who')}><span aria-hidden="true">${link.sign}</span> ${link.text}<span class="sr">. ${say('run.who')}</span></button>
      <button class="menu" type="button" data-do="menu" aria-label=${say('run.menu')} @click=${() => this.#open('menu')}>☰</button>
    </header>`;
  }

  #link() {
    const waiting = this.kept?.count(DOOR) ?? 0;
    if (this.#offline) return { tone: 'late', sign: '▲', text: waiting > 0 ? say('run.link.saved', { n: waiting }) : say('lost') };
    if (this.#closed || !this.#measures) return { tone: 'quiet', sign: '○', text: say('run.link.stopped') };
    return { tone: 'live', sign: '●', text: say('run.link.sending') };
  }

  #strips() {
    const waiting = this.kept?.count(DOOR) ?? 0;
    return html`
      ${this.#offline ? html`<p class="strip" data-strip="offline">${waiting > 0 ? say('run.offline', { n: waiting }) : say('run.link.offline')}${this.kept?.lasting ? '' : ` ${say('run.keepOpen')}`}</p>` : nothing}
      ${Number.isNaN(this.leaving) ? nothing : html`<div class="strip" data-strip="leaving"><span>${say('run.leaving', { n: Math.max(0, Math.ceil((UNDO_MILLIS - (performance.now() - this.leaving)) / 1000)) })}</span>
        <button type="button" data-do="undo" @click=${() => this.#undoLeave()}>${say('undo')}</button></div>`}`;
  }

  #number(model) {
    const heroes = model.heroes.slice(0, HEROES);
    const hero = heroes[this.#hero % Math.max(1, heroes.length)];
    const more = heroes.length > 1;
    return html`
      ${hero ? html`<button class="hero" type="button" data-hero=${hero.key} aria-describedby=${more ? 'hero-more' : nothing} @click=${() => { this.#hero++; this.requestUpdate(); }}>
        <span class="label">${hero.label}</span><span class="value ${hero.tone ?? ''}" ${vars({ '--letters': String(Math.max(3, [...hero.value].length)) })}>${hero.value}</span></button>
        ${more ? html`<span class="sr" id="hero-more">${say('run.heroMore')}</span>` : nothing}` : nothing}
      ${model.progress === undefined ? nothing : html`<div class="bar ${model.face === 'BACKWARD' ? 'back' : ''}"><i ${vars({ '--done': `${(model.progress * 100).toFixed(1)}%` })}></i></div>`}
      ${model.line ? html`<p class="line">${model.line}</p>` : nothing}`;
  }

  #values(model) {
    const tiles = this.me.big ? model.tiles.slice(0, 2) : model.tiles;
    return html`
      ${tiles.length ? html`<dl class="tiles ${this.me.big ? 'big' : ''}">${tiles.map((tile) => html`<div class=${tile.words ? 'wide' : ''}><dt>${tile.label}</dt>
        <dd class="${tile.words ? 'words' : ''} ${tile.tone ?? ''}">${tile.zone === undefined ? nothing : zoneBadge(tile.zone)}${tile.value}${tile.unit ? html`<small>${tile.unit}</small>` : nothing}${tile.doubt ? html` <small>${tile.doubt}</small>` : nothing}</dd></div>`)}</dl>` : nothing}
      ${model.next ? html`<p class="next">${model.next}</p>` : nothing}
      ${model.cue ? html`<p class="cue">${model.cue}</p>` : nothing}`;
  }

  /** Until something measures, the page says how. */
  #setup(model) {
    if (this.#measures || this.me.tapsOnly || this.unwanted || model.phase === 'finished') return nothing;
    return html`<section class="setup"><h2>${say('run.setup')}</h2><p>${say('run.setupWhy')}</p>
      ${this.#sensorButtons()}
      <button type="button" data-do="taps" @click=${() => { this.me = { ...this.me, tapsOnly: true }; this.#keep(); this.requestUpdate(); }}>${say('run.tapsOnly')}</button></section>`;
  }

  #sensorButtons() {
    const place = ['off', 'refused', 'missing'].includes(this.#state('position'));
    const heart = this.#state('strap');
    return html`
      ${place
        ? html`<button class="strong" type="button" data-do="position" @click=${() => { this.#startSensor('compass'); this.#startSensor('position'); }}>${say('run.usePosition')}</button>`
        : html`<button type="button" data-do="position-off" @click=${() => { this.#stopSensor('compass'); this.#stopSensor('position'); }}>${say('run.stopPosition')}</button>`}
      ${!navigator.bluetooth
        ? html`<p class="note" data-note="strap">${say('run.strapElsewhere')}</p>`
        : ['off', 'refused', 'missing'].includes(heart)
          ? html`<button type="button" data-do="strap" @click=${() => this.#startSensor('strap')}>${say('run.pairStrap')}</button>`
          : html`<button type="button" data-do="strap-off" @click=${() => this.#stopSensor('strap')}>${say('run.stopStrap')}</button>`}`;
  }

  /** What is amiss with a sensor stands above the numbers that it spoils; the rest can wait below them. */
  #notices(keys) {
    const told = [];
    const wakes = this.#state('wake');
    if (wakes === 'refused' || wakes === 'missing') told.push(['wake', say('run.noWake')]);
    for (const name of Object.keys(SENSORS)) {
      const state = this.#state(name);
      if (state === 'lost' || state === 'refused') told.push([name, say(`run.${name}.${state}`)]);
      else if (state === 'missing' && name === 'position') told.push([name, say('run.position.missing')]);
    }
    if (this.unwanted) told.push(['hidden', say('run.optedOut')]);
    else if (!this.me.consents.board && this.#asks('board')) told.push(['hidden', say('run.hiding')]);
    else if (this.me.hidden && !this.me.consents.board) told.push(['hidden', say(this.me.consents.coach ? 'run.hidden' : 'run.hiddenAll')]);
    const filed = this.live?.filed;
    if (filed) told.push(['filed', say(`run.file.${filed.state}`, { n: filed.n })]);
    if (this.live?.rejected > 0) told.push(['rejected', say('run.rejected', { n: this.live.rejected })]);
    const shown = told.filter(([key]) => keys.includes(key));
    return shown.length === 0 ? nothing : html`<div role="status"><ul class="notices">${shown.map(([key, text]) => html`<li data-notice=${key}>${text}</li>`)}</ul></div>`;
  }

  #foot() {
    const told = this.stop && this.stop.state !== 'telling'
      ? html`<p class="told ${this.stop.state}" data-stop=${this.stop.state}>${say({ told: 'run.told', alone: 'run.alone', untaken: 'run.untaken' }[this.stop.state])}</p>`
      : this.stop ? html`<p class="told" data-stop="telling">${say('run.telling')}</p>` : nothing;
    return html`<footer class="run-foot"><div role="alert">${told}</div>
      <button class="stop" type="button" data-do="stop" @click=${() => this.#unwell()}>${say('run.stop')}</button></footer>`;
  }

  #open(sheet) {
    this.sheet = sheet;
    this.requestUpdate();
  }

  #dialog(name, title, content) {
    return html`<dialog class="sheet" data-sheet=${name} aria-labelledby="sheet-title" @close=${() => this.#open(null)}>
      <header><h2 id="sheet-title">${title}</h2><button type="button" data-do="close" @click=${(event) => event.target.closest('dialog').close()}>${say('run.close')}</button></header>
      ${content}</dialog>`;
  }

  #who() {
    const consents = this.me.consents;
    const sent = ['position', 'compass', 'strap'].filter((name) => ['on', 'lost', 'waiting'].includes(this.#state(name)));
    const waiting = this.kept?.count(DOOR) ?? 0;
    return this.#dialog('who', say('consent.title'), html`
      <dl class="facts">
        <div><dt>${say('who.sent')}</dt><dd>${sent.length ? html`<ul>${sent.map((name) => html`<li>${say(`who.${name}`)}</li>`)}</ul>` : say('who.nothing')}</dd></div>
        <div><dt>${say('who.coach')}</dt><dd>${say(consents.coach ? 'who.coach.all' : 'who.coach.laps')}</dd></div>
        <div><dt>${say('who.board')}</dt><dd>${consents.board ? say('who.board.shown', { alias: this.me.alias }) : say('who.board.hidden')}</dd></div>
        <div><dt>${say('who.counts')}</dt><dd>${say('who.counts.n', { made: this.made, waiting })}</dd></div>
      </dl>
      ${switches(consents, { minor: this.me.minor, joined: true, alias: this.me.alias, onChange: (name, given) => this.#consent(name, given) })}`);
  }

  #menu() {
    return this.#dialog('menu', say('run.menu'), html`<div class="menu-items">
      ${this.me.consents.board ? html`<button type="button" data-do="hide" @click=${() => { this.#consent('board', false); this.me = { ...this.me, hidden: true }; this.#keep(); this.#open(null); }}>${say('run.hide')}</button>` : nothing}
      <button type="button" data-do="who" @click=${() => this.#open('who')}>${say('consent.title')}</button>
      ${this.#sensorButtons()}
      <button type="button" data-do="big" aria-pressed=${String(Boolean(this.me.big))} @click=${() => { this.me = { ...this.me, big: !this.me.big }; this.#keep(); this.requestUpdate(); }}>${say('run.big')}</button>
      <button type="button" data-do="sound" aria-pressed=${String(!this.sounds.muted)} @click=${() => { this.sounds.muted = !this.sounds.muted; this.requestUpdate(); }}>${say('run.sound')}</button>
      ${unitsChoice(() => this.requestUpdate())}
      ${tongues(() => this.#named())}
      <button type="button" data-do="theme" @click=${() => { this.theme = document.documentElement.dataset.theme === 'sun' ? 'night' : 'sun'; this.requestUpdate(); }}>${say('run.theme')}</button>
      <button type="button" data-do="leave" @click=${() => this.#askLeave()}>${say('run.leave')}</button>
    </div>`);
  }
}

customElements.define('bs-run', BsRun);
