// The TV page of one session: header, rows or what stands in their place, map and counts, footer.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { isOwnName } from './reach.js';
import { withToken } from './token.js';
import { language, loadWords, say } from './words.js';
import { Store } from './store.js';
import { Beat } from './beat.js';
import { follow } from './stream.js';
import { keepLastKnown } from './last-known.js';
import { keepShell } from './shell.js';
import { nameOf } from './names.js';
import { boardsToShow, forwardOf, isThai, onTheWay, rowsOf } from './rows.js';
import { stepName } from './steps.js';
import { groupClock } from './clock.js';
import { face } from './glyphs.js';
import { heard } from './heard.js';
import { vars } from './vars.js';
import { isTurnedOff, turnFullScreen } from './letter-keys.js';
import { FEWEST_ROWS, MOST_ROWS, rowsFor } from './screen-rows.js';
import { Sounds } from './sounds.js';
import { Signals } from './signals.js';
import { numberHeading } from './bs-rows.js';
import './bs-track.js';
import './bs-why.js';
import './bs-keys.js';

const PAGE_MILLIS = 8000;
/** Names cannot be searched in less. */
const SHORTEST_PAGE_MILLIS = 3000;
/** As long as what a place rests on stays open. */
const FOCUS_MILLIS = 30_000;
/** Rests that end together end by the group's clock; those that do not run from each runner's own mark. */
const TOGETHER_MILLIS = 1000;
const PODIUM_MILLIS = 12_000;
const HOLD_AFTER_STEP_MILLIS = 3000;
const REORDER_MILLIS = 1000;
const LATE_SECONDS = 3;
const BANNER_SECONDS = 10;
const CAUGHT_UP_MILLIS = 3000;
const SPEAK_MILLIS = 5000;
const SETTLE_MILLIS = 5 * 60_000;
const CORRECTION_SECONDS = 30;
const at = (text) => Date.parse(text);
const query = new URLSearchParams(location.search);
/** The team that a screen is for, where several TVs share a camp. */
const team = query.get('team');

/** What the right edge of a number keeps free, in per cent of half a screen. */
const CLEAR_OF_THE_EDGE = 1.6;

/** With fewer rows they are so large that half a screen has no place for a name beside what must not be cut. */
const FEWEST_ROWS_OF_TWO = 10;

/** How much of a half screen two columns of rows give to what must not be cut, in per cent; the name has the rest. */
export function twoColumns(rows) {
  const larger = 12 / rows;
  return { place: Math.min(20, 17 * Math.sqrt(larger)), zone: 9.5 * larger, number: Math.min(40, 26.5 * larger) + CLEAR_OF_THE_EDGE };
}

/** As the style sheet has it: what is narrower has no second column of rows, and what is narrower still is measured by its width. */
const TWO_COLUMNS_FROM = 1.385;
const BY_WIDTH_UP_TO = 1.19;
/** Of a hundred units of height: header, footer and what is above the first row; and a row where there are twelve. */
const AROUND_ROWS = 13.2;
const ROW = 7.25;

/** How many rows a column has, and how many columns there may be: on a screen that stands upright one, as long as it is. */
function roomFor(rows) {
  const shape = innerWidth / innerHeight;
  if (shape > TWO_COLUMNS_FROM) return { rows, columns: 2 };
  if (shape > BY_WIDTH_UP_TO) return { rows, columns: 1 };
  const tall = innerHeight / (innerWidth / 120);
  return { rows: Math.max(rows, Math.floor((tall - AROUND_ROWS) / ((ROW * 12) / rows))), columns: 1 };
}

/** How many columns and lines of names fit beside the join code, or below it where the screen is not wide; many are smaller. */
function namesFor(count) {
  const unit = innerWidth / innerHeight <= BY_WIDTH_UP_TO ? innerWidth / 120 : innerHeight / 100;
  const [width, height] = [innerWidth / unit, innerHeight / unit];
  const beside = width > 125;
  const room = (name, line) => ({
    beside,
    columns: Math.max(1, Math.floor((beside ? width - 74 : width - 8) / name)),
    lines: Math.max(1, Math.floor((height - (beside ? 29 : 78)) / line)),
  });
  const large = room(50, 10.8);
  return count <= large.columns * large.lines ? large : { ...room(33, 7.2), small: true };
}

/** What those of one place have to show: one number where theirs are alike, else from which to which; none is anybody's alone. */
const numbersOf = (rows) => [...new Set([rows[0].number, rows.at(-1).number])].join('–');

/** What is said of each of them. */
const saidOfAll = (rows) => [...rows[0].lines, ...rows[0].doubt].filter((part) =>
  part.text && rows.every((row) => [...row.lines, ...row.doubt].some((other) => other.text === part.text)));

/** How long each page of a rest is shown, so that nobody starts before the page with their name had its turn. */
function restPageMillis(rests, size, now, speed) {
  let millis = PAGE_MILLIS;
  for (let page = 1; page * size < rests.length; page++) {
    millis = Math.min(millis, (rests[page * size][1] - now) / speed / (page + 1));
  }
  return Math.max(SHORTEST_PAGE_MILLIS, millis);
}

class BsBoard extends LitElement {
  #stop = [];
  #order = new Map();
  #orderedAt = -Infinity;
  #turn = 0;
  #turnedAt = performance.now();
  #spoken = new Set();
  #spokenAt = -Infinity;
  #sentence = '';
  #theme = query.get('theme');
  #why = null;
  #listed = false;
  #cameFrom = null;
  #signals;
  #keyedAt = -Infinity;
  #pointedAt = -Infinity;
  #pointer = '';
  #phaseShown = '';
  #restPages = null; // how many there were at most in this rest, and how long each is shown
  #restLongest = { end: NaN, left: 0 };
  #met = new Set(); // who is known to have joined
  #beat = new Beat(() => this.requestUpdate());
  #reckoned = new Map(); // board → its rows, for as long as one rendering takes
  #rests = null; // for as long, so that nobody's rest ends within it

  createRenderRoot() {
    return this;
  }

  constructor() {
    super();
    this.store = new Store();
    this.sounds = new Sounds();
    this.#signals = new Signals(this.sounds);
    this.session = decodeURIComponent(location.pathname.split('/')[2] ?? '');
    this.rows = query.has('inches') || query.has('metres')
      ? rowsFor(Number(query.get('inches') ?? 65), Number(query.get('metres') ?? 10))
      : Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(Number(query.get('rows') ?? 12)) || 12));
    const { style } = document.documentElement;
    style.setProperty('--rows', String(this.rows));
    for (const [column, share] of Object.entries(twoColumns(this.rows))) style.setProperty(`--two-${column}`, `${share.toFixed(1)}%`);
  }

  async connectedCallback() {
    await loadWords(language());
    super.connectedCallback();
    this.#stop.push(this.store.subscribe(() => this.requestUpdate()));
    this.#stop.push(keepLastKnown(this.store, `board.${this.session}`));
    this.#stop.push(follow(this.session, this.store));
    keepShell();
    const key = (event) => this.#key(event);
    addEventListener('keydown', key);
    const tapped = () => this.sounds.wake();
    // A finger counts once it is lifted, a mouse once it is pressed.
    for (const event of ['pointerdown', 'pointerup']) addEventListener(event, tapped);
    this.#stop.push(() => ['pointerdown', 'pointerup'].forEach((event) => removeEventListener(event, tapped)));
    const point = (event) => this.#point(event);
    for (const event of ['pointermove', 'pointerdown']) addEventListener(event, point);
    this.#stop.push(() => ['pointermove', 'pointerdown'].forEach((event) => removeEventListener(event, point)));
    const resize = () => this.requestUpdate();
    addEventListener('resize', resize);
    this.#stop.push(() => this.#beat.stop(), () => removeEventListener('keydown', key), () => removeEventListener('resize', resize));
    // A widened or narrowed font changes every measure.
    document.fonts?.ready.then(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.splice(0).forEach((stop) => stop());
  }

  /** A pointer that lies still says nothing, although a browser tells of it each time something moves below it. */
  #point({ type, screenX, screenY }) {
    const pointer = `${screenX},${screenY}`;
    if (type === 'pointermove' && pointer === this.#pointer) return;
    this.#pointer = pointer;
    this.#pointedAt = performance.now();
  }

  /** A row that the pointer or the keys came to lately: a screen that somebody left so goes on after a while. */
  #isLookedAt() {
    const now = performance.now();
    if (now - this.#pointedAt < FOCUS_MILLIS && this.querySelector('bs-rows tr:hover, .rest tbody tr:hover')) return true;
    return now - this.#keyedAt < FOCUS_MILLIS && this.querySelector('bs-rows .rank:focus-visible') !== null;
  }

  /** Sounds what is counted down in sight of all: the rest of whoever starts next, else the step of the group's clock. */
  #signal() {
    const { state } = this.store;
    if (!state.ready || this.store.closed || !this.store.time.known) return;
    const ends = this.#phase() === 'rest' ? this.#resting()[0]?.[1] : at(state.plan?.endsAt);
    this.#signals.hear(state.plan, (ends - this.store.time.now()) / 1000);
  }

  #key(event) {
    this.#keyedAt = performance.now();
    if (event.altKey || event.ctrlKey || event.metaKey || isTurnedOff(event)) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.key !== 'Escape') return;
    switch (event.key.length === 1 ? event.key.toLowerCase() : event.key) {
      case 't':
        this.#theme = document.documentElement.dataset.theme === 'sun' ? 'night' : 'sun';
        break;
      case 'm':
        this.#turnSound();
        break;
      case 'f':
        turnFullScreen();
        break;
      case '?':
        this.#list(!this.#listed);
        break;
      case 'Escape':
        if (this.#listed) this.#list(false);
        else if (this.#why) this.#ask(null);
        else return;
        break;
      case 'ArrowRight':
      case 'ArrowLeft':
        this.#turn += event.key === 'ArrowRight' ? 1 : -1;
        this.#turnedAt = performance.now();
        break;
      default:
        return;
    }
    this.requestUpdate();
  }

  /** Shows which keys there are; closed again it gives the focus back to where it was. */
  #list(open) {
    if (open) {
      this.#cameFrom = document.activeElement;
      this.#why = null;
    }
    this.#listed = open;
    this.requestUpdate();
    this.updateComplete.then(() => (open ? this.querySelector('.why.list button') : this.#cameFrom)?.focus());
  }

  /** The first time it allows sound; from then on it turns it off and on. */
  #turnSound() {
    if (this.sounds.awake) this.sounds.muted = !this.sounds.muted;
    this.sounds.wake();
  }

  get #zone() {
    return this.store.state.session?.timeZone ?? 'UTC';
  }

  willUpdate() {
    this.#beat.start();
    this.#reckoned.clear();
    this.#rests = null;
    if (this.#isLookedAt()) this.#turnedAt = performance.now();
    this.#signal();
    let theme = this.#theme;
    if (theme !== 'sun' && theme !== 'night') {
      const hour = this.store.time.known ? format.hourOfDay(this.store.time.now(), this.#zone) : 0;
      theme = hour >= 7 && hour < 17 ? 'sun' : 'night';
    }
    if (document.documentElement.dataset.theme !== theme) document.documentElement.dataset.theme = theme;
  }

  // ---- what is shown ----

  #rowsOf(board) {
    if (!this.#reckoned.has(board)) this.#reckoned.set(board, rowsOf(this.store, board).filter((row) => this.#isShown(row)));
    return this.#reckoned.get(board);
  }

  /** On a screen for one team its row and its runners; their places are those among all. */
  #isShown(row) {
    if (!team) return true;
    return row.members ? row.runner === team : this.#members().has(row.runner);
  }

  /** Who runs for the team, as the boards of teams know it. */
  #members() {
    const rows = [...this.store.state.standings.values()].flatMap((board) => board.rows);
    return new Set(rows.filter((row) => row.team && row.runner === team).flatMap((row) => row.team.members));
  }

  #phase() {
    const { state } = this.store;
    if (this.store.link === 'unknown' || this.store.link === 'refused') return this.store.link;
    if (!state.ready) return 'connecting';
    if (this.store.closed) return 'finished';
    const started = state.session?.state === 'RUNNING' || Boolean(state.plan?.startedAt) || state.laps.size > 0;
    if (!started && state.people.size === 0) return 'empty';
    if (!started) return 'waiting';
    if (this.#isRest()) return 'rest';
    return 'live';
  }

  /** The group's plan says rest and nobody runs: rests run from each runner's own mark, so some may still be out. */
  #isRest() {
    const { state } = this.store;
    if (state.plan?.kind !== 'rest' || query.has('board')) return false;
    const resting = this.#resting().length;
    const running = [...state.entries.values()].filter((entry) => entry.state === 'RUNNING' && this.#isShown(entry)).length;
    return resting > 0 && running === 0;
  }

  #resting() {
    return (this.#rests ??= this.#findResting());
  }

  #findResting() {
    const now = this.store.time.now();
    const boards = [...this.store.state.standings.values()];
    const rests = new Map();
    for (const row of boards.flatMap((board) => board.rows)) {
      if (row.restUntil && at(row.restUntil) > now && this.store.state.people.has(row.runner) && this.#isShown(row)) {
        rests.set(row.runner, at(row.restUntil));
      }
    }
    return [...rests].sort((a, b) => a[1] - b[1]);
  }

  /** Pages of all boards that are shown: a board's runners never share a page with another's. */
  #pages() {
    const pages = [];
    const boards = boardsToShow(this.store.state, query.get('board'));
    const room = roomFor(this.rows);
    for (const board of boards) {
      const rows = this.#settled(board, this.#rowsOf(board));
      if (rows.length === 0) continue;
      const two = room.columns === 2 && rows.length > room.rows && this.rows >= FEWEST_ROWS_OF_TWO;
      const size = two ? 2 * room.rows : room.rows;
      for (let from = 0; from < rows.length; from += size) {
        pages.push({ board, rows: rows.slice(from, from + size), from, of: rows.length, two, all: rows });
      }
    }
    return pages;
  }

  /** At most one reorder a second: numbers change at once, rows wait. */
  #settled(board, rows) {
    const now = performance.now();
    const known = this.#order.get(board);
    const same = known && known.length === rows.length && rows.every((row, i) => row.runner === known[i]);
    if (same) return rows;
    const sameRunners = known && known.length === rows.length && rows.every((row) => known.includes(row.runner));
    if (sameRunners && now - this.#orderedAt < REORDER_MILLIS) {
      return [...rows].sort((a, b) => known.indexOf(a.runner) - known.indexOf(b.runner));
    }
    this.#order.set(board, rows.map((row) => row.runner));
    this.#orderedAt = now;
    return rows;
  }

  #currentPage(count, millis) {
    if (count < 2) {
      this.#turn = 0;
      return 0;
    }
    const pinned = Number(query.get('page'));
    if (pinned >= 1) return Math.min(count, Math.floor(pinned)) - 1;
    const now = performance.now();
    const stepJustChanged = this.store.time.local() - this.store.state.planChangedAt < HOLD_AFTER_STEP_MILLIS;
    if (now - this.#turnedAt >= millis && !stepJustChanged) {
      this.#turn++;
      this.#turnedAt = now;
    }
    return ((this.#turn % count) + count) % count;
  }

  render() {
    const phase = this.#phase();
    if (phase !== this.#phaseShown) this.#beginPhase(phase);
    const paused = this.store.state.plan?.paused === true;
    const pages = phase === 'live' || phase === 'finished' ? this.#pages() : [];
    const podium = phase === 'finished' ? this.#podiumPlaces() : [];
    const joined = phase === 'waiting' ? this.#joined() : null;
    const rested = phase === 'rest' ? this.#rested() : null;
    const count = joined?.count ?? rested?.count ?? pages.length + (podium.length > 0 ? 1 : 0);
    const millis = rested?.millis ?? (podium.length > 0 && this.#turn % count === 0 ? PODIUM_MILLIS : PAGE_MILLIS);
    const turn = joined?.turn ?? rested?.turn ?? this.#currentPage(count, millis);
    const page = podium.length > 0 ? pages[turn - 1] : pages[turn];
    return html`<div class="tv-frame ${paused ? 'paused' : ''}" data-phase=${phase} @why=${(event) => this.#ask(event.detail)} @close-why=${() => this.#ask(null)}>
      ${this.#header(phase, page, paused)}
      ${this.#body(phase, page, podium, joined, rested)}
      ${this.#footer(phase, page, { turn, count, millis, shown: page ?? rested?.page })}
      <div class="sr" role="status" aria-live="polite">${this.#speak()}</div>
      ${this.#listed ? this.#keyList() : nothing}
      ${this.#why && this.store.state.people.has(this.#why.runner)
        ? html`<bs-why .session=${this.session} .board=${this.#why.board} .runner=${this.#why.runner} .store=${this.store}></bs-why>` : nothing}
    </div>`;
  }

  #keyList() {
    return html`<div class="why list" role="dialog" aria-modal="true" aria-label=${say('keys')}>
      <header><h2>${say('keys')}</h2><button type="button" @click=${() => this.#list(false)}>${say('lineage.close')}</button></header>
      <bs-keys .keys=${['arrows', 'f', 't', 'm', 'question', 'esc']}></bs-keys></div>`;
  }

  /** Pages of another kind begin with their first. */
  #beginPhase(phase) {
    this.#phaseShown = phase;
    this.#turn = 0;
    this.#turnedAt = performance.now();
    this.#restPages = null;
  }

  /** Opens what a place rests on, or closes it and gives the focus back. */
  #ask(about) {
    const before = this.#why?.runner;
    this.#why = before !== undefined && about?.runner === before ? null : about;
    this.requestUpdate();
    if (!this.#why && before) this.updateComplete.then(() => [...this.querySelectorAll('bs-rows tr')].find((row) => row.dataset.runner === before)?.querySelector('.rank')?.focus());
  }

  #body(phase, page, podium, joined, rested) {
    switch (phase) {
      case 'unknown': return this.#middle(html`
        <h2>${say('unknownSession', { session: this.session })}</h2>
        <p>${say('unknownSessionHow')} <a href="/">${say('sessions')}</a></p>`);
      case 'refused': return this.#middle(html`<h2>${say('screenRefused')}</h2><p>${say('screenRefusedHow')}</p>`);
      case 'connecting': return this.#middle(html`<p>${say('connecting')}</p>`);
      case 'empty': return this.#empty();
      case 'waiting': return this.#waiting(joined);
      case 'rest': return this.#rest(rested);
      default: return page ? this.#rows(page) : podium.length > 0 ? this.#podium(podium) : this.#middle(team ? html`<p>${say('noTeam', { team })}</p>` : nothing);
    }
  }

  #middle(content) {
    return html`<main class="tv-middle">${content}</main>`;
  }

  #header(phase, page, paused) {
    const { state } = this.store;
    const plan = state.plan;
    const over = phase === 'finished';
    const started = state.session?.startedAt ?? plan?.startedAt;
    return html`<header class="tv-head">
      ${this.#stepGlyph(phase, plan)}
      <h1 class=${plan?.facing === 'BACKWARD' && !over ? 'back' : ''}>${this.#stepWords(phase, plan)}</h1>
      <p class="goal">${paused ? say('goal.paused') : [team, this.#goal(phase, page, plan)].filter(Boolean).join(' · ')}</p>
      ${started && phase !== 'rest' ? html`<p class="clock" role="timer">${groupClock(this.store, started)}</p>` : nothing}
      ${over ? nothing : html`<div class="pill">${this.#pill(phase, paused)}</div>`}
    </header>`;
  }

  #stepGlyph(phase, plan) {
    if (phase === 'finished') return face('FINISHED');
    if (phase === 'waiting' || phase === 'empty' || plan?.kind === 'rest') return face('STILL');
    return ['FORWARD', 'BACKWARD'].includes(plan?.facing) ? face(plan.facing) : nothing;
  }

  #stepWords(phase, plan) {
    if (phase === 'finished') return say('step.over');
    if (phase === 'empty' || phase === 'waiting') return say('step.waiting');
    if (!plan) return 'Backstretch';
    return stepName(plan.kind, plan.facing, plan.plan);
  }

  #goal(phase, page, plan) {
    if (['unknown', 'refused', 'connecting'].includes(phase)) return '';
    const board = page?.board ?? boardsToShow(this.store.state, query.get('board'))[0];
    if (board === 'ratio') return say('goal.ratio');
    if (board === 'free-laps') return say('goal.free');
    const finish = board === 'laps' ? [...this.store.state.entries.values()].find((entry) => entry.finish?.targetSeconds)?.finish : undefined;
    if (finish) return say('goal.finish', { t: format.clock(finish.targetSeconds) });
    if (['laps', 'effort', 'improvement', 'team', 'relay'].includes(board)) return say(`goal.${board}`);
    return plan && plan.of > 1 && plan.step > 0 ? say('goal.step', { n: plan.step, m: plan.of }) : '';
  }

  #pill(phase, paused) {
    if (['finished', 'unknown', 'refused', 'connecting'].includes(phase)) return nothing;
    if (this.store.link === 'lost') return html`<span class="late">${say('lost')}</span>`;
    if (this.store.time.local() - this.store.resumedAt < CAUGHT_UP_MILLIS) return html`<span class="live">${say('caughtUp')}</span>`;
    if (phase === 'empty' || phase === 'waiting' || paused) return nothing;
    const age = Math.floor(this.store.time.ageSeconds());
    if (age > LATE_SECONDS) return html`<span class="late">${say('late', { n: age })}</span>`;
    return html`<span class="live">● ${say('live')}</span>`;
  }

  #empty() {
    return this.#middle(html`<h2>${say('empty')}</h2>${this.#invite()}`);
  }

  #invite() {
    const code = this.store.state.session?.joinCode;
    // A phone that read this machine's own name for itself would ask itself.
    const reachable = !isOwnName(location.hostname);
    return html`<div class="invite">${code && reachable ? html`<img class="qr" src=${withToken(`/v1/sessions/${encodeURIComponent(this.session)}/invitation.svg`)} alt=${say('qr')}>` : nothing}
        <div>${code ? html`<p>${say('joinCode')}</p><p class="code">${code}</p>` : nothing}
          <p>${location.host}</p></div></div>`;
  }

  /** Who has joined, in pages beside the code; whoever joins now is on the page that is shown. */
  #joined() {
    const { state } = this.store;
    const now = this.store.time.known ? this.store.time.now() : Date.now();
    const runners = [...state.people.values()].map((person) => {
      return { runner: person.runner, alias: nameOf(person), ready: heard(person, state.entries.get(person.runner), now).ready };
    });
    const room = namesFor(runners.length);
    const size = room.columns * room.lines;
    const count = Math.ceil(runners.length / size);
    const fresh = runners.findLastIndex(({ runner }) => !this.#met.has(runner));
    if (fresh >= 0 && this.#met.size > 0) {
      this.#turn = Math.floor(fresh / size);
      this.#turnedAt = performance.now();
    }
    this.#met = new Set(state.people.keys());
    const turn = this.#currentPage(count, PAGE_MILLIS);
    return { runners, room, count, turn, shown: runners.slice(turn * size, (turn + 1) * size) };
  }

  #waiting({ runners, room, shown }) {
    const ready = runners.filter((runner) => runner.ready).length;
    return html`<main class="tv-middle waiting ${room.beside ? 'beside' : ''}">${this.#invite()}
      <section><h2>${say('sensorsReady', { n: ready, m: runners.length })}</h2>
      <ul class="names ${room.small ? 'small' : ''}" ${vars({ '--columns': String(room.columns) })}>${shown.map((runner) => html`<li>
        <span class=${runner.ready ? 'ready' : 'unheard'}>${face(runner.ready ? 'READY' : 'RING')}</span><span class="text">${runner.alias}</span>
        <span class="sr">${say(runner.ready ? 'ready' : 'notReady')}</span></li>`)}</ul></section></main>`;
  }

  /** Whoever rests, in pages, the next to start first. */
  #rested() {
    const rests = this.#resting();
    const now = this.store.time.now();
    const size = this.rows;
    const count = Math.ceil(rests.length / size);
    if (!(this.#restPages?.count >= count)) this.#restPages = { count, millis: restPageMillis(rests, size, now, this.store.time.speed) };
    const { millis } = this.#restPages;
    const turn = this.#currentPage(count, millis);
    const rows = rests.slice(turn * size, (turn + 1) * size);
    return { rests, count, millis, turn, page: { from: turn * size, rows, of: rests.length } };
  }

  /** What stands beside a name in a rest: what to beat where a lap against an own one comes next, else what the plan counts. */
  #restValue() {
    const { state } = this.store;
    if (state.plan.nextFacing === 'BACKWARD' && state.session?.board === 'ratio') {
      return {
        heading: say('toBeat'),
        of: (runner) => {
          const laps = [...(state.laps.get(runner)?.values() ?? [])].filter((lap) => lap.state !== 'RETRACTED').sort((a, b) => a.lap - b.lap);
          const forward = forwardOf(undefined, laps);
          return forward && { number: format.lapTime(2 * forward.lapSeconds.value) };
        },
      };
    }
    const board = boardsToShow(state, null).find((one) => !['team', 'relay'].includes(one));
    const rows = new Map((board ? this.#rowsOf(board) : []).map((row) => [row.runner, row]));
    return { heading: board ? numberHeading(board) : '', of: (runner) => rows.get(runner) };
  }

  #rest({ rests, page }) {
    const { state } = this.store;
    const plan = state.plan;
    const now = this.store.time.now();
    const end = rests[0][1]; // the next to start
    const left = Math.max(0, (end - now) / 1000);
    if (this.#restLongest.end !== end) this.#restLongest = { end, left };
    const text = left > 99 ? format.countdown(left) : String(Math.ceil(left - 1e-6));
    const own = rests.at(-1)[1] - end > TOGETHER_MILLIS;
    const value = this.#restValue();
    return html`<main class="rest tv-body">
      <section class="count">
        <div class="big ${text.length > 4 ? 'long' : text.length > 3 ? 'minutes' : ''}" role="timer">${text}</div>
        <div class="bar"><i ${vars({ '--left': `${((left / Math.max(left, this.#restLongest.left, 1)) * 100).toFixed(1)}%` })}></i></div>
        ${plan.next ? html`<p class="next ${plan.nextFacing === 'BACKWARD' ? 'back' : ''}">${face(plan.nextFacing ?? 'UNKNOWN')} ${say('next', { step: stepName(plan.next, plan.nextFacing, plan.plan) })}</p>` : nothing}
        ${plan.nextFacing === 'BACKWARD' ? html`<p class="cue">${say('cue.head')}</p>` : nothing}
      </section>
      <table class=${own ? 'own' : ''}><colgroup><col class="c-who">${own ? html`<col class="c-left">` : nothing}<col class="c-value"></colgroup>
        <thead><tr><th scope="col">${say('runner')}</th>${own ? html`<th scope="col" class="right left">${say('restLeft')}</th>` : nothing}<th scope="col" class="right">${value.heading}</th></tr></thead>
        <tbody>${page.rows.map(([runner, until]) => this.#restRow(runner, own ? format.countdown((until - now) / 1000) : null, value.of(runner)))}</tbody></table>
    </main>`;
  }

  #restRow(runner, left, value) {
    const shown = nameOf(this.store.state.people.get(runner));
    const kind = [isThai(shown) ? 'thai' : '', format.letters(shown).length > 10 ? 'tight' : ''].filter(Boolean).join(' ');
    return html`<tr data-runner=${runner}><td class="who"><span class=${kind}>${shown}</span></td>
      ${left === null ? nothing : html`<td class="right left">${left}</td>`}
      <td class="right value">${value?.number ?? '–'}${value?.unit ? html` <small>${value.unit}</small>` : nothing}</td></tr>`;
  }

  #rows(page) {
    if (page.two) {
      return html`<main class="tv-body two">
        <bs-rows .rows=${page.rows.slice(0, this.rows)} .board=${page.board} .wide=${false} .page=${`${page.from}`}></bs-rows>
        <bs-rows .rows=${page.rows.slice(this.rows)} .board=${page.board} .wide=${false} .page=${`${page.from}b`}></bs-rows>
      </main>`;
    }
    const free = page.board === 'free-laps';
    return html`<main class="tv-body ${free ? 'whole' : ''}">
      <bs-rows .rows=${page.rows} .board=${page.board} .wide=${true} .page=${`${page.from}`}></bs-rows>
      ${free ? nothing : this.#side(page)}
    </main>`;
  }

  /** Those whose dots belong to a row: of a team all its members. */
  #runnersOf(row) {
    if (!row.members) return [row];
    return row.members.filter((runner) => this.store.state.people.has(runner)).map((runner) => ({
      runner,
      alias: nameOf(this.store.state.people.get(runner)),
      silent: this.store.state.entries.get(runner)?.state === 'SILENT',
    }));
  }

  #side(page) {
    const { state } = this.store;
    const now = this.store.time.now();
    const shown = page.all.map((row) => row.runner);
    const standing = new Map(state.standings.get(page.board)?.rows.map((row) => [row.runner, row]) ?? []);
    const stale = this.store.time.ageSeconds() > BANNER_SECONDS;
    const dots = [];
    let idle = 0;
    for (const row of page.all.flatMap((one) => this.#runnersOf(one))) {
      const entry = state.entries.get(row.runner);
      if (onTheWay(entry?.state) && entry.lapDistanceMeters >= 0 && entry.lapMeters > 0 && !row.silent && standing.get(row.runner)?.state !== 'FINISHED') {
        // Between two reports a dot goes on at the speed it had, for two seconds at most.
        const ahead = Math.min(2, Math.max(0, (now - at(entry.observedAt)) / 1000)) * (entry.speedMetersPerSecond ?? 0);
        dots.push({
          runner: row.runner,
          fraction: (entry.lapDistanceMeters + (stale ? 0 : ahead)) / entry.lapMeters,
          backward: entry.facing === 'BACKWARD',
          label: format.letters(row.alias).slice(0, 3).join(''),
          stale,
        });
      } else if (!row.silent) {
        idle++;
      }
    }
    const reached = (runner) => this.store.state.entries.get(runner)?.finish?.reached;
    const finished = shown.filter((runner) => standing.get(runner)?.state === 'FINISHED' || reached(runner)).length;
    const met = page.all.filter((row) => standing.get(row.runner)?.verdict === 'MET').length;
    return html`<aside class="tv-side">
      <bs-track .dots=${dots} .idle=${idle}></bs-track>
      <p class="on-track">${say('onTrack', { n: dots.length })} ↺</p>
      <dl class="counts">
        <div><dt>${say('finished')}</dt><dd>${finished}<small>/${shown.length}</small></dd></div>
        ${page.board === 'ratio'
          ? html`<div><dt>${say('underTwo')}</dt><dd>${met}<small> ✓</small></dd></div>`
          : nothing}
      </dl>
    </aside>`;
  }

  #podiumPlaces() {
    const board = boardsToShow(this.store.state, query.get('board'))[0];
    if (!board || query.has('page')) return [];
    const places = new Map();
    for (const row of this.#rowsOf(board)) {
      if (row.rank >= 1 && row.rank <= 3) places.set(row.rank, [...(places.get(row.rank) ?? []), row]);
    }
    return [...places].slice(0, 3);
  }

  #podium(places) {
    return html`<main class="tv-middle"><h2 class="sr">${say('podium')}</h2><ol class="podium">
      ${places.map(([rank, rows]) => html`<li class="${rows.length > 2 ? 'crowd' : ''} ${numbersOf(rows) === rows[0].number ? '' : 'span'}">
        <div class="rank">${rank}${rows.length > 1 ? '=' : ''}</div>
        <div class="who">${rows.slice(0, 4).map((row) => html`<div>${row.alias}${rows.length > 1 ? html` <small>${row.number}</small>` : nothing}</div>`)}
          ${rows.length > 4 ? html`<div>+${rows.length - 4}</div>` : nothing}</div>
        <div class="best">${numbersOf(rows)}${rows[0].unit ? html` <small>${rows[0].unit}</small>` : nothing}</div>
        <div class="doubt">${saidOfAll(rows).map((part) => html`<span class=${part.tone ?? ''}>${part.text}</span> `)}</div>
      </li>`)}</ol>${this.#alsoFirst()}</main>`;
  }

  /** Whoever gained most on themselves and whoever worked most stand beside the podium. */
  #alsoFirst() {
    const told = ['improvement', 'effort'].flatMap((board) => {
      const first = this.#rowsOf(board).filter((row) => row.rank === 1 && !(board === 'improvement' && row.tone));
      if (first.length === 0) return [];
      return [say(`also.${board}`, { alias: first.map((row) => row.alias).join(', '), x: first[0].number })];
    });
    return told.length === 0 ? nothing : html`<p class="also">${told.map((text) => html`<span>${text}</span>`)}</p>`;
  }

  #footer(phase, page, { turn, count, millis, shown }) {
    const age = Math.floor(this.store.time.ageSeconds());
    const time = this.store.time.known ? format.timeOfDay(this.store.time.now(), this.#zone) : '';
    const watching = phase === 'live' || phase === 'rest';
    if (watching && this.store.link === 'lost' && age > BANNER_SECONDS) return this.#banner(say('connectionLost'), time);
    if (watching && age > BANNER_SECONDS && this.store.state.plan?.paused !== true) {
      return this.#banner(say('dataLate', { n: age }), time);
    }
    const turned = Math.min(1, (performance.now() - this.#turnedAt) / millis);
    return html`<footer class="tv-foot">
      ${count > 1 && (shown || phase === 'waiting') ? html`<span>${shown?.of > shown?.rows.length
        ? say('range', { from: shown.from + 1, to: shown.from + shown.rows.length, of: shown.of })
        : say('page', { n: turn + 1, m: count })}</span>
        <span class="turn"><i ${vars({ '--turned': `${(turned * 100).toFixed(0)}%` })}></i></span>` : nothing}
      <p class="say">${this.#news(phase, page)}</p>
      ${this.#soundKey(phase)}
      <button type="button" class="list-keys" @click=${() => this.#list(true)}>${say('keys')}</button>
      <p class="legend">${this.#legend(page)}</p>
      <p class="keep">${this.#code(phase)}<span>${time}</span></p>
    </footer>`;
  }

  /** Whoever comes late still joins: the code stays in sight. */
  #code(phase) {
    const code = this.store.state.session?.joinCode;
    return code && (phase === 'live' || phase === 'rest') ? html`<span class="join">${say('joinCode')} <b>${code}</b></span>` : nothing;
  }

  /** Gone once somebody has tapped; a screen that was silenced says so. */
  #soundKey(phase) {
    if (['unknown', 'refused', 'finished'].includes(phase) || (this.sounds.awake && !this.sounds.muted)) return nothing;
    return html`<button type="button" class="sound" @click=${() => { this.sounds.muted = false; this.sounds.wake(); this.requestUpdate(); }}>${say(this.sounds.awake ? 'soundOff' : 'soundOnce')}</button>`;
  }

  #banner(text, time) {
    return html`<footer class="tv-foot banner"><p class="say" role="alert">${text}</p><p class="keep"><span>${time}</span></p></footer>`;
  }

  /** Corrections in words; else who crossed on another page; else how final it is. */
  #news(phase, page) {
    const { state } = this.store;
    const fixes = this.#corrections();
    if (fixes.length > 0) {
      const fix = fixes[0];
      return html`<span>${fix.sentence.split(fix.alias)[0]}<b>${fix.alias} ${fix.old} → ${fix.new}</b>${fix.why ? `, ${fix.why}` : ''}</span>`;
    }
    if (phase === 'finished') {
      const closedAt = state.session?.closedAt;
      if (!closedAt) return nothing;
      const until = at(closedAt) + SETTLE_MILLIS;
      return this.store.time.now() < until
        ? say('provisional', { t: format.timeOfDay(until, this.#zone) })
        : say('final');
    }
    if (!page) return nothing;
    for (const [runner, { at: crossedAt, lap }] of state.crossed) {
      const elsewhere = !page.rows.some((row) => row.runner === runner || row.members?.includes(runner));
      if (elsewhere && this.store.time.local() - crossedAt < 4000 && state.people.has(runner) && this.#isShown({ runner })) {
        return say('crossedElsewhere', {
          alias: nameOf(state.people.get(runner)),
          time: format.sourcedLap(lap.lapSeconds.value, lap.source),
        });
      }
    }
    return nothing;
  }

  #corrections() {
    const boards = boardsToShow(this.store.state, query.get('board'));
    return boards
      .flatMap((board) => this.#rowsOf(board))
      .flatMap((row) => (row.fix ? [row.fix] : []))
      .sort((a, b) => b.at - a.at);
  }

  #legend(page) {
    if (!page) return nothing;
    const texts = page.rows.flatMap((row) => [row.number, row.second]).join('');
    return html`
      ${page.rows.some((row) => row.crossed) ? html`<span><i class="swatch"></i>${say('legend.crossed')}</span>` : nothing}
      ${page.two ? this.#marks(page) : nothing}
      ${texts.includes('≈') ? html`<span>${say(page.board === 'ratio' ? 'legend.projected' : 'legend.distance')}</span>` : nothing}
      ${page.rows.some((row) => row.shared) ? html`<span>${say('legend.shared')}</span>` : nothing}`;
  }

  /** Signs that stand for words. */
  #marks({ rows }) {
    const has = (sign) => rows.some(({ mark }) => mark && (mark.sign ?? mark.face) === sign);
    return html`${has('±') ? html`<span>${say('legend.close')}</span>` : nothing}
      ${has('▲') ? html`<span>▲ ${say('unit.better')}</span>` : nothing}
      ${has('✓') ? html`<span>${say('legend.met')}</span>` : nothing}
      ${has('UNKNOWN') ? html`<span>${face('UNKNOWN')} ${say('legend.unsure')}</span>` : nothing}
      ${has('SILENT') ? html`<span>${face('SILENT')} ${say('noSignal')}</span>` : nothing}`;
  }

  /** One sentence at most every five seconds, and each once. */
  #speak() {
    const now = performance.now();
    if (now - this.#spokenAt >= SPEAK_MILLIS) {
      const fresh = this.store.state.ready
        ? this.#corrections().find((fix) => !this.#spoken.has(fix.sentence))
        : undefined;
      if (fresh) {
        this.#spoken.add(fresh.sentence);
        this.#sentence = fresh.sentence;
        this.#spokenAt = now;
      } else if (now - this.#spokenAt > CORRECTION_SECONDS * 1000) {
        this.#sentence = '';
      }
    }
    return this.#sentence;
  }
}

customElements.define('bs-board', BsBoard);
