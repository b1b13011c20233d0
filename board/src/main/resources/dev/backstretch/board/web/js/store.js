// What this page knows. An outcome is applied only when its revision is higher; pages hear of changes once a frame.
import { SessionTime } from './time.js';

const at = (text) => Date.parse(text);
/** Whoever ended a lap longer ago than that has not just crossed, whenever the lap became known. */
const JUST_MILLIS = 15_000;

export class Store {
  #listeners = new Set();
  #due = false;
  #fresh = null; // being filled between a reset and its "ready"

  /** @param calm events that wait for whatever draws the page next: those of its own beat, or of an event that hurries */
  constructor(time = new SessionTime(), calm = []) {
    this.time = time;
    this.calm = new Set(calm);
    this.state = Store.#empty();
    this.link = 'connecting';
    this.resumedAt = NaN;
  }

  static #empty() {
    return {
      session: null,
      people: new Map(),
      standings: new Map(),
      laps: new Map(),
      entries: new Map(),
      alerts: new Map(),
      plan: null,
      attention: null,
      planChangedAt: NaN,
      crossed: new Map(),
      closed: false,
      ready: false,
    };
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes one event of the stream. */
  apply(event, data) {
    if (event === 'reset') {
      this.#fresh = Store.#empty();
      this.time.forget();
      return;
    }
    const state = this.#fresh ?? this.state;
    switch (event) {
      case 'session':
        state.session = data;
        this.time.speed = data.speed ?? 1;
        break;
      case 'people':
        this.#people(state, data);
        break;
      case 'lap':
        this.#lap(state, data);
        break;
      case 'standings':
        this.#standings(state, data);
        break;
      case 'plan':
        this.#plan(state, data);
        break;
      case 'alert':
        this.#alert(state, data);
        break;
      case 'attention':
        state.attention = data;
        break;
      case 'metrics':
        this.#metrics(state, data);
        break;
      case 'ready':
        if (this.#fresh) {
          this.state = this.#fresh;
          this.#fresh = null;
        }
        this.state.ready = true;
        if (data.resumed) this.resumedAt = this.time.local();
        break;
      default:
        return;
    }
    if (data.logTime) this.time.hear(at(data.logTime));
    // A frame of others, as a phone hears some, says that the link holds, and nothing to draw.
    const idle = event === 'metrics' && data.entries.length === 0 && !data.last;
    if (!idle && !this.calm.has(event)) this.changed();
  }

  /** What was known before a reload: newest log time, and how many milliseconds ago it was heard. */
  takeUp(state, logTime, agoMillis) {
    // When an earlier page heard an alert says nothing here: its own clock began anew.
    const alerts = new Map([...(state.alerts ?? [])].map(([id, alert]) => [id, { ...alert, heardAt: undefined }]));
    this.state = { ...Store.#empty(), ...state, alerts, crossed: new Map(), planChangedAt: NaN };
    this.time.speed = this.state.session?.speed ?? 1;
    this.time.takeUp(logTime, agoMillis);
    this.changed();
  }

  setLink(link) {
    if (this.link === 'lost' && link === 'open') this.resumedAt = this.time.local();
    this.link = link;
    // Whose link holds no longer keeps nothing of what it showed, whatever becomes of the network then.
    if (link === 'refused') {
      this.state = Store.#empty();
      this.#fresh = null;
      this.time.forget();
    }
    this.changed();
  }

  changed() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      for (const listener of this.#listeners) listener();
    });
  }

  #people(state, data) {
    state.people = new Map(data.runners.map((person) => [person.runner, person]));
    for (const known of [state.laps, state.entries, state.crossed]) {
      for (const runner of [...known.keys()]) if (!state.people.has(runner)) known.delete(runner);
    }
  }

  #lap(state, lap) {
    const laps = state.laps.get(lap.runner) ?? new Map();
    const known = laps.get(lap.lap);
    if (known && known.revision >= lap.revision) return;
    laps.set(lap.lap, lap);
    state.laps.set(lap.runner, laps);
    // Only what happens before our eyes is a crossing; a state told at once is history.
    // A lap that a correction added, or that a phone kept to itself, was no crossing just now.
    const late = this.time.known && this.time.now() - at(lap.endedAt) > JUST_MILLIS * this.time.speed;
    if (!known && !this.#fresh && !late && lap.state !== 'RETRACTED') {
      state.crossed.set(lap.runner, { at: this.time.local(), lap });
    }
  }

  #standings(state, board) {
    const known = state.standings.get(board.board);
    if (known && (known.revision > board.revision || (known.revision === board.revision && known.shown >= board.shown))) {
      return;
    }
    state.standings.set(board.board, board);
  }

  #alert(state, alert) {
    const known = state.alerts.get(alert.alertId);
    if (known && known.revision >= alert.revision) return;
    state.alerts.set(alert.alertId, this.#fresh ? alert : { ...alert, heardAt: known?.heardAt ?? this.time.local() });
  }

  #plan(state, plan) {
    if (state.plan && at(state.plan.logTime) > at(plan.logTime)) return;
    if (state.plan && (state.plan.step !== plan.step || state.plan.kind !== plan.kind)) {
      state.planChangedAt = this.time.local();
    }
    state.plan = plan;
  }

  #metrics(state, frame) {
    for (const entry of frame.entries) {
      const known = state.entries.get(entry.runner);
      const older =
        known &&
        (at(entry.observedAt) < at(known.observedAt) ||
          (entry.observedAt === known.observedAt && entry.revision < known.revision));
      if (!older) state.entries.set(entry.runner, entry);
    }
    if (frame.last) state.closed = true;
  }

  /** Whether the session is over. */
  get closed() {
    return this.state.closed || this.state.session?.state === 'CLOSED';
  }
}
