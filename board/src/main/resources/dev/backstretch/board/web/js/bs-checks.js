// What is asked before a backward start: six checks, spotters, and which runners have not answered.
import { LitElement, html, nothing } from 'lit';
import { say } from './words.js';
import { temperature } from './units.js';

const CHECKS = ['TRACK_CLEAR', 'SURFACE_DRY_AND_EVEN', 'SPOTTERS_NAMED', 'LANES_ASSIGNED', 'BEGINNERS_WALK_FIRST', 'SHOES_TIED'];
const QUESTIONS = ['PAIN_OR_INJURY', 'BALANCE', 'SHOES'];

class BsChecks extends LitElement {
  static properties = { gate: { attribute: false }, people: { attribute: false }, said: { attribute: false }, spotters: { state: true } };

  constructor() {
    super();
    this.said = new Map();
    this.spotters = null;
  }

  createRenderRoot() {
    return this;
  }

  #answer(check, passed, runner) {
    const spotters = check === 'SPOTTERS_NAMED' && passed ? this.#spotters() : undefined;
    this.dispatchEvent(new CustomEvent('check', { bubbles: true, detail: { check, passed, spotters, runner } }));
  }

  #spotters() {
    return this.spotters ?? (this.gate?.spotters || this.gate?.spottersNeeded || 1);
  }

  /** The answer as the session knows it, or as it was just given. */
  #known(check) {
    const now = this.said.get(check);
    if (now !== undefined) return now;
    const open = this.gate?.obstacles.find((one) => one.about === check && !one.runner);
    return open ? (open.reason === 'CHECK_FAILED' ? false : null) : this.gate ? true : null;
  }

  render() {
    const gate = this.gate;
    return html`<section class="checks" aria-label=${say('checks')}>
      <h2>${say('checks')}</h2>
      ${gate ? html`<p class=${gate.spotters < gate.spottersNeeded ? 'short' : 'soft'}>${say(gate.spotters === 1 ? 'spotterCount' : 'spottersCount', { n: gate.spotters, m: gate.runners, k: gate.spottersNeeded })}</p>`
        : html`<p class="soft">${say('nobodyBackwards')}</p>`}
      <ul>${CHECKS.map((check) => {
        const known = this.#known(check);
        return html`<li data-check=${check}><span>${say(`check.${check}`)}
          ${check === 'SPOTTERS_NAMED' ? html`<span class="stepper">
            <button type="button" aria-label=${say('fewer')} @click=${() => { this.spotters = Math.max(0, this.#spotters() - 1); }}>−</button>
            <output>${this.#spotters()}</output>
            <button type="button" aria-label=${say('moreOf')} @click=${() => { this.spotters = this.#spotters() + 1; }}>+</button></span>` : nothing}</span>
          <button type="button" class=${known === true ? 'chosen' : ''} aria-pressed=${known === true} @click=${() => this.#answer(check, true)}>${say('yes')}</button>
          <button type="button" class=${known === false ? 'chosen' : ''} aria-pressed=${known === false} @click=${() => this.#answer(check, false)}>${say('no')}</button></li>`;
      })}</ul>
      ${this.#runners(gate)}
    </section>`;
  }

  /** Each runner's own questions that nobody answered, or that had a yes, there is. */
  #runners(gate) {
    const open = new Map();
    for (const one of gate?.obstacles ?? []) {
      if (!one.runner) continue;
      open.set(one.runner, [...(open.get(one.runner) ?? []), one]);
    }
    if (open.size === 0) return nothing;
    return html`<h3>${say('askRunners')}</h3><ul class="asked">${[...open].map(([runner, obstacles]) => {
      const person = this.people.get(runner);
      const asked = obstacles.filter((one) => one.reason === 'QUESTION_UNANSWERED' && QUESTIONS.includes(one.about));
      return html`<li data-runner=${runner}><span><b>${[person?.bib, person?.alias].filter(Boolean).join(' ')}</b>
        ${obstacles.map((one) => html`<br>${one.about ? say(`question.${one.about}`) : say(`obstacle.${one.reason}`, { have: one.reason === 'TOO_HOT' ? temperature(one.have ?? 0) : one.have ?? 0, needed: one.needed ?? 0 })}`)}</span>
        ${asked.length > 0 ? html`<button type="button" @click=${() => asked.forEach((one) => this.#answer(one.about, true, runner))}>${say('noTrouble')}</button>
          <button type="button" @click=${() => asked.forEach((one) => this.#answer(one.about, false, runner))}>${say('trouble')}</button>` : nothing}</li>`;
    })}</ul>`;
  }
}

customElements.define('bs-checks', BsChecks);
