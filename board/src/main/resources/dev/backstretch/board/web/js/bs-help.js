// How phones get to this machine: hotspot, certificate, iPhones, and apps that send places.
import { LitElement, html, nothing } from 'lit';
import { chooseLanguage, language, languages, loadWords, say } from './words.js';

/** What is written into an app, after the address of this machine; TOKEN is that of one runner's device. */
const APPS = [
  ['OwnTracks', '/owntracks/TOKEN', 'help.app.owntracks'],
  ['Traccar Client', '/traccar/TOKEN', 'help.app.traccar'],
  ['GPSLogger', '/gpslogger/TOKEN?dev=%SER&lat=%LAT&lon=%LON&ts=%TIMESTAMP&spd=%SPD&dir=%DIR&acc=%ACC&alt=%ALT&prov=%PROV&batt=%BATT', 'help.app.gpslogger'],
  ['OsmAnd', '/osmand/TOKEN?unit=mps&id=PHONE&timestamp={2}&lat={0}&lon={1}&hdop={3}&altitude={4}&speed={5}&bearing={6}', 'help.app.osmand'],
  ['Sensor Logger', '/sensorlogger/TOKEN', 'help.app.sensorlogger'],
];
const OWN_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

class BsHelp extends LitElement {
  createRenderRoot() {
    return this;
  }

  async connectedCallback() {
    await loadWords(language());
    const asked = new URLSearchParams(location.search).get('theme');
    if (asked === 'sun' || asked === 'night') document.documentElement.dataset.theme = asked;
    super.connectedCallback();
  }

  async #speak(next) {
    await chooseLanguage(next);
    this.requestUpdate();
  }

  render() {
    const own = OWN_MACHINE.includes(location.hostname);
    return html`<main>
      <h1>${say('help.title')}</h1>
      <p>${languages().map((one) => html`<button type="button" lang=${one} aria-pressed=${document.documentElement.lang === one} @click=${() => this.#speak(one)}>${say(`language.${one}`)}</button> `)}</p>
      <h2>1. ${say('help.hotspot')}</h2>
      <p>${say('help.hotspotHow')}</p>
      <p class="soft">${say('help.hotspotIsolation')}</p>
      <h2>2. ${say('help.address')}</h2>
      <p>${say('help.addressHow')} <code>${location.origin}</code></p>
      ${own ? html`<p class="amber" role="status">${say('help.ownMachine')}</p>` : nothing}
      <h2>3. ${say('help.certificate')}</h2>
      <p>${say('help.certificateHow')}</p>
      <p class="soft">${say(isSecureContext && !own ? 'help.secureHere' : 'help.insecureHere')}</p>
      <h2>4. ${say('help.iphone')}</h2>
      <p>${say('help.iphoneHow')}</p>
      <h2>5. ${say('help.apps')}</h2>
      <p>${say('help.appsHow')} <code>./backstretch token issue --session S --role device --runner R</code></p>
      <dl>${APPS.map(([app, path, key]) => html`<dt>${app}</dt><dd><code>${location.origin}${path}</code><br><span class="soft">${say(key)}</span></dd>`)}</dl>
      <h2>6. ${say('help.none')}</h2>
      <p>${say('help.noneHow')}</p>
      <p><a href="/">${say('sessions')}</a></p>
    </main>`;
  }
}

customElements.define('bs-help', BsHelp);
