// Joining on a phone: who, three questions before the first backward step, who sees what. Nothing leaves before the last tap.
import { LitElement, html, nothing } from 'lit';
import { withToken } from './token.js';
import { say } from './words.js';
import { tongues } from './tongues.js';
import { newId } from './me.js';
import { doorSaid, refusalOf, refusalWords } from './refusals.js';
import { NOTHING, PURPOSES, changed, switches } from './consents.js';

const QUESTIONS = ['pain-or-injury', 'balance', 'shoes'];
const AGE_OF_CONSENT = 16;
const PATIENCE_MILLIS = 10_000;

class BsJoin extends LitElement {
  static properties = {
    session: {},
    code: {},
    step: { state: true },
    fault: { state: true },
    busy: { state: true },
    answers: { state: true },
    consents: { state: true },
    form: { state: true },
  };

  // Sent again after an answer that was lost, it is the same join.
  #eventId = newId();

  constructor() {
    super();
    this.step = 'who';
    this.fault = '';
    this.busy = false;
    this.answers = {};
    this.consents = { ...NOTHING };
    this.form = { alias: '', born: '', heart: '', bib: '', parent: false };
  }

  createRenderRoot() {
    return this;
  }

  get #born() {
    return Number.parseInt(this.form.born, 10);
  }

  /** Who was born in a year may not have had the birthday yet: under age until it is certain, as the door has it. */
  get #minor() {
    return this.#born >= new Date().getUTCFullYear() - AGE_OF_CONSENT;
  }

  #set(name, value) {
    this.form = { ...this.form, [name]: value };
    this.fault = '';
  }

  render() {
    const steps = { who: () => this.#who(), questions: () => this.#questions(), consents: () => this.#consents() };
    return html`<main class="join" data-step=${this.step}>${tongues(() => this.#speak())}${steps[this.step]()}</main>`;
  }

  #speak() {
    this.fault = '';
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('spoken'));
  }

  updated(before) {
    if (before.has('step') && before.get('step') !== undefined) this.querySelector('h1')?.focus();
  }

  #head(key, number) {
    return html`<header><p class="of">${say('join.step', { n: number, m: 3 })}</p><h1 tabindex="-1">${say(key)}</h1></header>`;
  }

  #fault() {
    return html`<p class="fault" role="alert">${this.fault && refusalWords(this.fault)}</p>${doorSaid(this.fault)}`;
  }

  #field(name, label, hint, extra = {}) {
    return html`<label class="field"><span>${label}</span>${hint ? html`<small id="hint-${name}">${hint}</small>` : nothing}
      <input name=${name} .value=${this.form[name]} type="text" inputmode=${extra.mode ?? 'text'} maxlength=${extra.most ?? 64}
        autocomplete="off" autocapitalize=${extra.capital ?? 'off'} aria-describedby=${hint ? `hint-${name}` : nothing} @input=${(event) => this.#set(name, event.target.value)}></label>`;
  }

  #who() {
    return html`${this.#head('join.who', 1)}
      <form @submit=${(event) => this.#leaveWho(event)} novalidate>
        ${this.#field('alias', say('join.alias'), say('join.aliasHint'), { most: 40, capital: 'words' })}
        ${this.code ? nothing : html`<label class="field"><span>${say('join.code')}</span><input name="code" .value=${this.form.code ?? ''} maxlength="12" autocapitalize="characters" autocomplete="off" @input=${(event) => this.#set('code', event.target.value)}></label>`}
        ${this.#field('born', say('join.born'), say('join.bornHint'), { mode: 'numeric', most: 4 })}
        ${this.#field('heart', say('join.heart'), say('join.heartHint'), { mode: 'numeric', most: 3 })}
        ${this.#field('bib', say('join.bib'), '', { most: 8 })}
        ${this.#minor ? html`<label class="check"><input type="checkbox" name="parent" .checked=${this.form.parent} @change=${(event) => this.#set('parent', event.target.checked)}><span>${say('join.parent')}</span></label>` : nothing}
        ${this.#fault()}
        <footer><button class="strong" type="submit">${say('join.next')}</button></footer>
      </form>`;
  }

  #leaveWho(event) {
    event.preventDefault();
    const year = new Date().getUTCFullYear();
    const { alias, born, heart, parent } = this.form;
    if (!alias.trim()) this.fault = say('join.fault.alias');
    else if (!this.code && !(this.form.code ?? '').trim()) this.fault = say('join.fault.code');
    else if (born && !(/^\d{4}$/.test(born.trim()) && this.#born >= year - 100 && this.#born < year - 3)) this.fault = say('join.fault.born');
    else if (heart && !(Number(heart) >= 100 && Number(heart) <= 240)) this.fault = say('join.fault.heart');
    else if (this.#minor && !parent) this.fault = say('join.fault.parent');
    else this.#go('questions');
  }

  #go(step) {
    this.fault = '';
    this.step = step;
    scrollTo(0, 0);
  }

  #questions() {
    const yes = QUESTIONS.some((name) => this.answers[name] === false);
    return html`${this.#head('join.questions', 2)}
      <p>${say('join.questionsWhy')}</p>
      ${QUESTIONS.map((name) => html`<fieldset><legend>${say(`question.${name}`)}</legend>
        <div class="pair">${[true, false].map((passed) => html`<button type="button" aria-pressed=${String(this.answers[name] === passed)}
          data-answer=${`${name}-${passed ? 'no' : 'yes'}`} @click=${() => { this.answers = { ...this.answers, [name]: passed }; this.fault = ''; }}>${say(passed ? 'join.no' : 'join.yes')}</button>`)}</div></fieldset>`)}
      <p class="note" role="status">${yes ? say('join.walkFirst') : ''}</p>
      ${this.#fault()}
      <footer><button type="button" @click=${() => this.#go('who')}>${say('join.back')}</button>
        <button class="strong" type="button" @click=${() => this.#leaveQuestions()}>${say('join.next')}</button></footer>`;
  }

  #leaveQuestions() {
    if (QUESTIONS.some((name) => this.answers[name] === undefined)) this.fault = say('join.fault.answers');
    else this.#go('consents');
  }

  #consents() {
    return html`${this.#head('consent.title', 3)}
      <p>${say('consent.intro')}</p>
      ${switches(this.consents, {
        minor: this.#minor,
        alias: this.form.alias.trim(),
        onChange: (name, given) => { this.consents = changed(this.consents, name, given); },
      })}
      <p class="soft">${say('consent.none')}</p>
      ${this.#fault()}
      <footer class="even"><button type="button" ?disabled=${this.busy} @click=${() => this.#join(NOTHING)}>${say('consent.nothing')}</button>
        <button type="button" ?disabled=${this.busy} @click=${() => this.#join(this.consents)}>${say('consent.ok')}</button></footer>`;
  }

  async #join(consents) {
    const minor = this.#minor;
    const given = Object.fromEntries(PURPOSES.map(({ name, grown }) => [name, consents[name] && !(minor && grown)]));
    const join = {
      eventId: this.#eventId,
      alias: this.form.alias.trim(),
      joinCode: (this.code || this.form.code).trim(),
      ...Object.fromEntries(PURPOSES.map(({ name }) => [`${name}Consent`, given[name]])),
    };
    if (this.form.born) join.birthYear = this.#born;
    if (this.form.heart) join.maximumHeartRateBpm = Number(this.form.heart);
    if (this.form.bib.trim()) join.bib = this.form.bib.trim();
    if (minor) join.parentalConsent = this.form.parent;
    this.busy = true;
    this.fault = '';
    try {
      const answer = await fetch(withToken(`/v1/sessions/${encodeURIComponent(this.session)}/runners`), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(join),
        signal: AbortSignal.timeout(PATIENCE_MILLIS),
      });
      const told = await answer.json();
      if (!answer.ok) {
        this.fault = refusal(answer.status, told);
        if (answer.status === 403) this.#eventId = newId();
        return;
      }
      this.dispatchEvent(new CustomEvent('joined', {
        detail: {
          me: { runner: told.runner, token: told.token ?? null, alias: join.alias, minor, consents: given },
          answers: QUESTIONS.map((name) => ({ check: name, passed: this.answers[name] })),
        },
      }));
    } catch {
      this.fault = say('join.fault.network');
    } finally {
      this.busy = false;
    }
  }
}

function refusal(status, told) {
  if (status === 403 || status === 401) return say('join.fault.wrongCode');
  if (status === 404) return say('join.fault.session');
  if (status === 409) return say('join.fault.closed');
  if (status === 429) return say('join.fault.often');
  return refusalOf(status, told);
}

customElements.define('bs-join', BsJoin);
