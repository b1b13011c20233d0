// A coach enters a runner: who has no phone here, who comes late, or of whom something else holds now.
import { LitElement, html, nothing } from 'lit';
import { say } from './words.js';
import { withToken } from './token.js';
import { newId } from './outbox.js';
import { doorSaid, refusalOf, refusalWords } from './refusals.js';

const ANSWER_MILLIS = 10_000;
const AGE_OF_CONSENT = 16;
const STAGES = ['novice', 'improver', 'trained', 'expert'];
const RELAY = 'boot-camp-relay';
const NUMBERS = { born: 'birthYear', heart: 'maximumHeartRateBpm', wave: 'wave', lane: 'lane' };

class BsEnrol extends LitElement {
  static properties = {
    session: { attribute: false }, plan: { attribute: false }, track: { attribute: false }, person: { attribute: false }, left: { attribute: false },
    problem: { state: true }, busy: { state: true }, done: { state: true }, minor: { state: true },
  };

  // One runner until the door has answered: a lost answer neither doubles the runner nor holds back what was mended since.
  // Whoever has neither the bib nor the alias of the one before is somebody else.
  #runner = null;
  #asked = null;
  #sent = null;

  constructor() {
    super();
    this.person = null;
    this.left = false; // who is entered again is back: nothing else need have changed
    this.problem = '';
    this.busy = false;
    this.done = [];
    this.minor = false;
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.get('session') === undefined) return;
    this.#runner = null;
    this.#asked = null;
    this.#sent = null;
    this.problem = '';
    this.done = [];
  }

  /** What the form says, without what was left empty; null with a sentence where something cannot be. */
  #said(form) {
    const text = (name) => form.elements[name]?.value.trim() ?? '';
    const join = {};
    for (const name of ['bib', 'alias', 'team', 'chip', 'stage']) if (text(name) && text(name) !== this.person?.[name]) join[name] = text(name);
    for (const [name, field] of Object.entries(NUMBERS)) {
      if (text(name)) join[field] = Number(text(name).replace(',', '.'));
    }
    const year = new Date().getUTCFullYear();
    if (!this.person && !join.bib && !join.alias) return this.#wrong('enrol.nobody');
    if (join.birthYear !== undefined && !(Number.isInteger(join.birthYear) && join.birthYear > year - 120 && join.birthYear < year)) return this.#wrong('join.fault.born');
    if (join.maximumHeartRateBpm !== undefined && !(join.maximumHeartRateBpm >= 100 && join.maximumHeartRateBpm <= 240)) return this.#wrong('join.fault.heart');
    for (const [name, most] of [['wave', 99], ['lane', 20]]) {
      if (join[name] !== undefined && !(Number.isInteger(join[name]) && join[name] >= 1 && join[name] <= most)) return this.#wrong(`enrol.fault.${name}`);
    }
    if (this.minor) join.parentalConsent = form.elements.parent.checked;
    if (!this.person) join.boardConsent = form.elements.board.checked;
    else if (Object.keys(join).length === 0 && !this.left) return this.#wrong('enrol.nothing');
    return join;
  }

  #wrong(key) {
    this.problem = say(key);
    return null;
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    this.problem = '';
    const said = this.#said(form);
    if (!said) return;
    if (!this.person && this.#asked && !['bib', 'alias'].some((name) => said[name] && said[name] === this.#asked[name])) this.#runner = null;
    this.#asked = said;
    this.#runner ??= this.person?.runner ?? newId('r', 'coach');
    const content = JSON.stringify(said);
    if (this.#sent?.content !== content) this.#sent = { content, eventId: newId('join', 'coach') };
    this.busy = true;
    try {
      const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(this.session)}/runners`), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ type: 'join', eventId: this.#sent.eventId, runner: this.#runner, ...said }),
        signal: AbortSignal.timeout(ANSWER_MILLIS),
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) this.#taken(form, said);
      else this.problem = refusalOf(answer.status, told);
    } catch {
      this.problem = say('enrol.noAnswer');
    }
    this.busy = false;
  }

  #taken(form, said) {
    this.#runner = null;
    this.#asked = null;
    this.#sent = null;
    const who = [said.bib ?? this.person?.bib, said.alias ?? this.person?.alias].filter(Boolean).join(' ');
    this.done = [...this.done, who];
    this.dispatchEvent(new CustomEvent('enrolled', { bubbles: true, detail: { who } }));
    if (this.person) return;
    form.reset();
    this.minor = false;
    form.elements.bib.focus();
  }

  #born(event) {
    const year = Number(event.target.value);
    this.minor = /^\d{4}$/.test(event.target.value.trim()) && year >= new Date().getUTCFullYear() - AGE_OF_CONSENT;
  }

  render() {
    const known = this.person;
    const field = (name, label, { mode = 'text', most = 24, value = '', input } = {}) => html`<label>${label}
      <input name=${name} type="text" inputmode=${mode} autocomplete="off" maxlength=${most} value=${value} @input=${input ?? nothing}></label>`;
    return html`<form class="enrol" novalidate @submit=${(event) => this.#send(event)}>
      <h3>${known ? say('enrol.change', { who: [known.bib, known.alias].filter(Boolean).join(' ') }) : say('start.add')}</h3>
      ${known ? html`<p class="soft">${say('enrol.keeps')}</p>` : nothing}
      ${field('bib', say('findBib'), { mode: 'numeric', most: 8, value: known?.bib ?? '' })}
      ${field('alias', say('start.alias'), { most: 40, value: known?.alias ?? '' })}
      ${field('born', say('enrol.born'), { mode: 'numeric', most: 4, input: (event) => this.#born(event) })}
      ${field('heart', say('enrol.heart'), { mode: 'numeric', most: 3 })}
      ${this.minor ? html`<label class="check"><input name="parent" type="checkbox"> ${say('join.parent')}</label>` : nothing}
      ${known ? nothing : html`<label class="check"><input name="board" type="checkbox"> ${say('start.board')}</label>`}
      <details ?open=${this.plan === RELAY || Boolean(known)}><summary>${say('enrol.more')}</summary><div>
        ${field('team', say('enrol.team'))}
        ${field('wave', say('enrol.wave'), { mode: 'numeric', most: 2 })}
        ${this.track ? field('lane', say('enrol.lane'), { mode: 'numeric', most: 2 }) : nothing}
        <label>${say('enrol.stage')} <select name="stage"><option value="">–</option>${STAGES.map((stage) => html`<option value=${stage}>${say(`stage.${stage}`)}</option>`)}</select></label>
        ${field('chip', say('enrol.chip'), { most: 64 })}</div></details>
      ${this.problem ? html`<p role="alert" class="problem short">${refusalWords(this.problem)}</p>${doorSaid(this.problem)}` : nothing}
      <button type="submit" ?disabled=${this.busy}>${say(!known ? 'start.addOne' : this.left ? 'enrol.back' : 'enrol.save')}</button>
      <ul class="added" aria-live="polite">${this.done.map((who) => html`<li>✓ ${who}</li>`)}</ul></form>`;
  }
}

customElements.define('bs-enrol', BsEnrol);
