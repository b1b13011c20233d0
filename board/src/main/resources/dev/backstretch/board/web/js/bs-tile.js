// One who needs the coach: shape, who, how urgent, why, and at most two answers.
import { LitElement, html, nothing } from 'lit';
import * as format from './format.js';
import { say } from './words.js';
import { face, severityShape } from './glyphs.js';
import { press } from './press.js';
import { answersTo, reasonWords, severityOf } from './reasons.js';

class BsTile extends LitElement {
  static properties = {
    need: { attribute: false },
    person: { attribute: false },
    finish: { attribute: false },
    lap: { attribute: false },
    now: { attribute: false },
    answered: { attribute: false },
    gone: { attribute: false },
    language: { attribute: false },
  };

  #seconds = '';

  createRenderRoot() {
    return this;
  }

  /** Of time a tile tells whole seconds since or until its reasons: the coach's page is drawn more often than they change. */
  shouldUpdate(changed) {
    const seconds = this.need.reasons.map((why) => Math.floor((this.now - Date.parse(why.at)) / 1000)).join();
    const same = changed.size === 1 && changed.has('now') && seconds === this.#seconds;
    this.#seconds = seconds;
    return !same;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { runner: this.need.runner, ...detail } }));
  }

  render() {
    const { need, now } = this;
    const why = need.reasons[0];
    const severity = severityOf(need.urgency);
    const answered = this.gone || this.answered || why.answered;
    const alert = why.alertId !== undefined;
    const seconds = Math.max(0, Math.floor((now - Date.parse(why.at)) / 1000));
    const age = seconds < 100 ? say('age', { n: seconds }) : format.clock(seconds);
    const who = this.person ? [this.person.bib, this.person.alias].filter(Boolean).join(' ') : say('need.session');
    const sentence = why.key === 'facing-unconfirmed' && this.lap ? say('need.facing-lap', { n: this.lap.lap }) : reasonWords(why, need.where, now);
    const more = need.reasons.slice(1).filter((one) => one.alertId !== undefined);
    return html`<article class="tile ${severity.toLowerCase()} ${answered ? 'answered' : ''} ${this.gone ? 'gone' : ''}"
      data-runner=${need.runner ?? ''} data-urgency=${need.urgency}
      role=${severity === 'RED' && !answered ? 'alert' : nothing} aria-label=${`${who}, ${sentence}`}>
      ${alert ? severityShape(severity) : face(why.key === 'rest-ending' ? 'STILL' : why.key === 'due-at-line' ? 'FINISHED' : 'UNKNOWN')}
      ${need.runner
        ? html`<button type="button" class="who" @click=${() => this.#tell('runner-open')}>${who}</button>`
        : html`<h3 class="who">${who}</h3>`}
      ${alert ? html`<p class="age">${say(`severity.${severity}`)} ${age}</p>` : nothing}
      <p class="why">${sentence}${more.map((one) => html`<br>${reasonWords(one, undefined, now)}`)}</p>
      ${this.finish ? html`<p class="soft finish">${say('tile.finish', { t: format.projectedFinish(this.finish.seconds.value, this.finish.seconds.plusMinus), x: format.finishDoubt(this.finish.seconds.plusMinus), target: format.clock(this.finish.targetSeconds ?? 0) })}</p>` : nothing}
      ${this.#answers(why, alert, answered)}
    </article>`;
  }

  #answers(why, alert, answered) {
    if (why.key === 'due-at-line' && !this.gone) {
      const tap = press((at) => this.#tell('tap-lap', { at }), (at) => this.#tell('tap-slipped', { at }));
      return html`<div class="answers"><button type="button" class="primary" @pointerdown=${tap.down} @pointerup=${tap.up}
        @pointercancel=${tap.cancel} @touchend=${tap.lifted} @touchcancel=${tap.lifted} @click=${tap.key}>${say('tapLap')}</button></div>`;
    }
    if (why.key === 'facing-unconfirmed' && this.lap && !answered) {
      return html`<div class="answers below">${['FORWARD', 'BACKWARD'].map((facing) => html`
        <button type="button" data-facing=${facing} @click=${() => this.#tell('face-lap', { lap: this.lap, facing })}>${face(facing)} ${say(`facing.${facing}`)}</button>`)}</div>`;
    }
    if (!alert && !this.answered) return nothing;
    if (answered) return html`<p class="done">✓ ${say('answered')}</p>`;
    return html`<div class="answers">${answersTo(why.key).map((answer, i) => html`
      <button type="button" class=${i === 0 && severityOf(this.need.urgency) === 'RED' ? 'primary' : ''}
        @click=${() => this.#tell('answer', { alertId: why.alertId, answer })}>${say(`answer.${answer}`)}</button>`)}</div>`;
  }
}

customElements.define('bs-tile', BsTile);
