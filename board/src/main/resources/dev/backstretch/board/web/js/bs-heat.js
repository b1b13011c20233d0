// The weather at the track, as a coach reads it from a thermometer, and what it allows, as the session says.
import { LitElement, html, nothing } from 'lit';
import { say } from './words.js';
import * as units from './units.js';

const WHO = ['acclimatised', 'notAcclimatised', 'minors'];

class BsHeat extends LitElement {
  static properties = { heat: { attribute: false }, sent: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    this.sent = false;
    this.wrong = false;
  }

  createRenderRoot() {
    return this;
  }

  #send(event) {
    event.preventDefault();
    const { air, humidity, wbgt } = event.target.elements;
    const read = (field) => (field.value.trim() === '' ? undefined : Number(field.value.replace(',', '.')));
    const degrees = (field) => (read(field) === undefined ? undefined : units.celsius(read(field)));
    const weather = { temperatureCelsius: degrees(air), relativeHumidityPercent: read(humidity), wbgtCelsius: degrees(wbgt) };
    const within = (value, least, most) => value === undefined || (value >= least && value <= most);
    const enough = weather.wbgtCelsius !== undefined || (weather.temperatureCelsius !== undefined && weather.relativeHumidityPercent !== undefined);
    this.wrong = !enough || !within(weather.temperatureCelsius, -60, 70) || !within(weather.relativeHumidityPercent, 0, 100) || !within(weather.wbgtCelsius, -60, 70);
    if (this.wrong) return;
    this.sent = true;
    this.dispatchEvent(new CustomEvent('weather', { bubbles: true, detail: weather }));
  }

  render() {
    const { heat } = this;
    return html`<section class="heat" aria-label=${say('heat')}>
      <h3>${say('heat')}</h3>
      ${heat ? html`<p role="status"><b>${say(heat.estimated ? 'heat.estimated' : 'heat.measured', { v: units.temperature(heat.wbgtCelsius) })}</b></p>
        <dl>${WHO.map((who) => html`<div class=${heat[who] === 'CANCEL' ? 'cancel' : ''}><dt>${say(`heat.${who}`)}</dt><dd>${say(`heat.${heat[who]}`)}</dd></div>`)}</dl>`
        : html`<p class="soft">${say(this.sent ? 'heat.sent' : 'heat.unknown')}</p>`}
      <form @submit=${(event) => this.#send(event)}>
        <label>${say('heat.air', { u: units.temperatureUnit() })} <input name="air" inputmode="decimal" autocomplete="off" maxlength="5"></label>
        <label>${say('heat.humidity')} <input name="humidity" inputmode="decimal" autocomplete="off" maxlength="5"></label>
        <label>${say('heat.wbgt', { u: units.temperatureUnit() })} <input name="wbgt" inputmode="decimal" autocomplete="off" maxlength="5"></label>
        <button type="submit">${say('heat.tell')}</button>
      </form>
      ${this.wrong ? html`<p class="short problem" role="alert">${say('heat.wrong')}</p>` : nothing}
    </section>`;
  }
}

customElements.define('bs-heat', BsHeat);
