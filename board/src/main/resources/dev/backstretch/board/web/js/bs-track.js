// The oval: where in their lap the runners are. Distances draw it; no position is needed or known.
import { LitElement, html, svg, nothing } from 'lit';
import { vars } from './vars.js';
import { say } from './words.js';

const STRAIGHT = 84.39;
const RADIUS = 36.8;
const BEND = Math.PI * RADIUS;
const AROUND = 2 * (STRAIGHT + BEND);
const MOST_LABELS = 12;
const LABEL_GAP = 9;

/** Metres east and north of the infield's centre, anticlockwise from the line at the end of the home straight. */
export function pointAt(fraction) {
  let metres = (((fraction % 1) + 1) % 1) * AROUND;
  if (metres < BEND) {
    const angle = metres / RADIUS;
    return { x: RADIUS * Math.cos(angle), y: STRAIGHT / 2 + RADIUS * Math.sin(angle) };
  }
  metres -= BEND;
  if (metres < STRAIGHT) return { x: -RADIUS, y: STRAIGHT / 2 - metres };
  metres -= STRAIGHT;
  if (metres < BEND) {
    const angle = Math.PI + metres / RADIUS;
    return { x: RADIUS * Math.cos(angle), y: -STRAIGHT / 2 + RADIUS * Math.sin(angle) };
  }
  metres -= BEND;
  return { x: RADIUS, y: -STRAIGHT / 2 + metres };
}

export class BsTrack extends LitElement {
  static properties = { dots: { attribute: false }, idle: { attribute: false } };

  constructor() {
    super();
    this.dots = [];
    this.idle = 0;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const height = STRAIGHT + 2 * RADIUS;
    const path = `M${RADIUS} ${-STRAIGHT / 2} V${STRAIGHT / 2} A${RADIUS} ${RADIUS} 0 0 1 ${-RADIUS} ${STRAIGHT / 2}`
      + ` V${-STRAIGHT / 2} A${RADIUS} ${RADIUS} 0 0 1 ${RADIUS} ${-STRAIGHT / 2} Z`;
    const placed = [];
    const labels = this.dots.length <= MOST_LABELS;
    // The better placed come first and keep their label; one that would cover another is left out.
    const drawn = this.dots.map((dot) => {
      const { x, y } = pointAt(dot.fraction);
      const labelled = labels && !placed.some((other) => Math.abs(other.x - x) < 30 && Math.abs(other.y - y) < LABEL_GAP);
      if (labelled) placed.push({ x, y });
      return { ...dot, x, y, labelled };
    });
    const idle = Array.from({ length: Math.min(this.idle, 6) }, (_, i) => pointAt(i % 2 ? 0.018 + 0.017 * (i >> 1) : -0.018 - 0.017 * (i >> 1)));
    return html`<svg viewBox="${-RADIUS - 9} ${-height / 2 - 6} ${2 * RADIUS + 18} ${height + 12}" role="img" aria-label=${say('map')}>
      <path class="lane" d=${path} transform="scale(1,-1)" stroke-width="9.5"/>
      <line class="mark" x1=${RADIUS - 5.6} x2=${RADIUS + 5.6} y1=${-STRAIGHT / 2} y2=${-STRAIGHT / 2} stroke-width="1.6"/>
      ${idle.map(({ x, y }) => svg`<g class="dot idle" transform="translate(${x.toFixed(2)} ${(-y).toFixed(2)})"><circle r="2.6" stroke-width="1.2"/></g>`)}
      ${drawn.map((dot) => svg`<g class="dot ${dot.backward ? 'backward' : ''} ${dot.stale ? 'stale' : ''}" data-runner=${dot.runner}
          ${vars({ transform: `translate(${dot.x.toFixed(2)}px, ${(-dot.y).toFixed(2)}px)` })}>
        <circle r="3.9" stroke-width="1.7"/>
        ${dot.labelled ? this.#label(dot) : nothing}</g>`)}
    </svg>`;
  }

  #label(dot) {
    const right = dot.x > 0;
    const bend = Math.max(0, Math.abs(dot.y) - STRAIGHT / 2) / RADIUS;
    const x = (right ? -1 : 1) * (7 * (1 - bend * 0.6));
    const y = bend > 0.45 ? Math.sign(dot.y) * 8.5 * bend : 0;
    const anchor = bend > 0.8 ? 'middle' : right ? 'end' : 'start';
    return svg`<text x=${x.toFixed(2)} y=${y.toFixed(2)} font-size="7.6" text-anchor=${anchor}>${dot.label}</text>`;
  }
}

customElements.define('bs-track', BsTrack);
