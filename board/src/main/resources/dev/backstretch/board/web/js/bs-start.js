// The start page: which sessions there are, and their boards.
import { LitElement, html } from 'lit';
import { timeOfDay } from './format.js';
import { withToken } from './token.js';

const AGAIN_MILLIS = 5000;

class BsStart extends LitElement {
  static properties = { sessions: { state: true }, fault: { state: true }, refused: { state: true } };

  constructor() {
    super();
    this.sessions = null;
    this.fault = false;
    this.refused = false;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.timer = setInterval(() => this.#load(), AGAIN_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async #load() {
    try {
      const answer = await fetch(withToken('/v1/sessions'));
      this.refused = answer.status === 401 || answer.status === 403;
      this.sessions = this.refused ? [] : (await answer.json()).sessions;
      this.fault = false;
    } catch {
      this.fault = true;
    }
  }

  render() {
    return html`<main>
      <h1><img src="/assets/icon.svg" alt="">Backstretch</h1>
      <p>Live lap splits, pace and heart-rate zones for groups that run together, forwards and backwards.</p>
      ${this.fault ? html`<p role="alert">This machine does not answer. Trying again.</p>` : ''}
      ${this.sessions === null
        ? html`<p>Looking for sessions.</p>`
        : this.refused
          ? html`<p>This camp asks for a token: open this page with the coach's or the screen's, <code>/?token=…</code></p>`
        : this.sessions.length === 0
          ? html`<p>No session yet. One opens with <code>./backstretch demo</code>, or with POST /v1/sessions.</p>`
          : this.#table()}
    </main>`;
  }

  #table() {
    return html`<table>
      <thead><tr><th scope="col">Session</th><th scope="col">Plan</th><th scope="col">State</th><th scope="col">Runners</th><th scope="col">Opened</th></tr></thead>
      <tbody>${this.sessions.map((session) => html`<tr>
        <td><a href="${withToken(`/board/${encodeURIComponent(session.session)}`)}">${session.session}<span class="sr">, open the board</span></a></td>
        <td>${session.plan}</td><td>${session.state.toLowerCase()}</td><td>${session.runners ?? 0}</td>
        <td>${session.openedAt ? timeOfDay(Date.parse(session.openedAt), session.timeZone) : ''}</td></tr>`)}</tbody>
    </table>`;
  }
}

customElements.define('bs-start', BsStart);
