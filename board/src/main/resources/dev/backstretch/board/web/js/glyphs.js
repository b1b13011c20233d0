// Shapes on a 24-unit grid. Colour never stands alone: each meaning has its own outline, and its word for a reader.
import { html, svg, nothing } from 'lit';

const FACES = {
  FORWARD: svg`<path d="M2 4.5v15l9.5-7.5z M12.5 4.5v15L22 12z" fill="currentColor"/>`,
  BACKWARD: svg`<g fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round" stroke-linecap="round">
    <path d="M2 4.5v15"/><path d="M12.5 5v14L4.5 12z"/><path d="M22 5v14l-8-7z"/></g>`,
  STILL: svg`<path d="M6 5h4v14H6z M14 5h4v14h-4z" fill="currentColor"/>`,
  FINISHED: svg`<path d="M5.2 4v17" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>
    <path d="M7.6 5h12.6l-3 3.6 3 3.6H7.6z" fill="currentColor"/>`,
  UNKNOWN: svg`<circle cx="12" cy="12" r="9.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="3.4 2.4"/>
    <text x="12" y="12.4" font-size="12" font-weight="700" text-anchor="middle" dominant-baseline="central" fill="currentColor">?</text>`,
  SILENT: svg`<g fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round">
    <path d="M3 9.5a13 13 0 0 1 18 0"/><path d="M7 14a7.4 7.4 0 0 1 10 0"/><path d="M4 21 20 3"/></g><circle cx="12" cy="18.6" r="2" fill="currentColor"/>`,
  READY: svg`<path d="M4 12.5l5.4 5.5L20 6.5" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>`,
  RING: svg`<circle cx="12" cy="12" r="9.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="3.4 2.4"/>`,
};

/** A facing, or what stands in its place. */
export const face = (name) => svgIcon(FACES[name] ?? FACES.UNKNOWN, name === 'BACKWARD' ? 'glyph back' : 'glyph', name);

const svgIcon = (shape, classes, name) =>
  html`<svg class=${classes} data-shape=${name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

const star = (points, outer, inner) =>
  Array.from({ length: points * 2 }, (_, i) => {
    const radius = i % 2 ? inner : outer;
    const angle = (Math.PI * i) / points - Math.PI / 2;
    return `${(12 + radius * Math.cos(angle)).toFixed(2)},${(12 + radius * Math.sin(angle)).toFixed(2)}`;
  }).join(' ');

const pentagon = Array.from({ length: 5 }, (_, i) => {
  const angle = (2 * Math.PI * i) / 5 - Math.PI / 2;
  return `${(12 + 11.4 * Math.cos(angle)).toFixed(2)},${(12.8 + 11.4 * Math.sin(angle)).toFixed(2)}`;
}).join(' ');

const outline = { stroke: 'var(--ink)', width: 'var(--zone-outline)' };

const ZONES = [
  { name: 'ring', shape: svg`<circle cx="12" cy="12" r="10" fill="none" stroke="var(--z0)" stroke-width="2" stroke-dasharray="4.2 2.6"/>`, ink: 'var(--fg)', y: 12 },
  { name: 'circle', shape: svg`<circle cx="12" cy="12" r="11" fill="var(--z1)" stroke=${outline.stroke} stroke-width=${outline.width}/>`, ink: 'var(--z1-ink)', y: 12 },
  { name: 'square', shape: svg`<rect x="2" y="2" width="20" height="20" rx="2.6" fill="var(--z2)" stroke=${outline.stroke} stroke-width=${outline.width}/>`, ink: 'var(--z2-ink)', y: 12 },
  { name: 'pentagon', shape: svg`<polygon points=${pentagon} fill="var(--z3)" stroke=${outline.stroke} stroke-width=${outline.width} stroke-linejoin="round"/>`, ink: 'var(--z3-ink)', y: 12.8 },
  { name: 'diamond', shape: svg`<polygon points="12,.6 23.4,12 12,23.4 .6,12" fill="var(--z4)" stroke=${outline.stroke} stroke-width=${outline.width} stroke-linejoin="round"/>`, ink: 'var(--z4-ink)', y: 12 },
  { name: 'star', shape: svg`<polygon points=${star(12, 11.6, 9.7)} fill="var(--z5)" stroke=${outline.stroke} stroke-width=${outline.width} stroke-linejoin="round"/>`, ink: 'var(--z5-ink)', y: 12 },
];

/** A heart-rate zone: fill, silhouette and digit together. */
export function zoneBadge(zone) {
  const found = ZONES[zone];
  if (!found) return nothing;
  return html`<svg class="glyph badge" data-zone=${zone} data-shape=${found.name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${found.shape}
    <text x="12" y=${found.y + 0.3} font-size="12.5" font-weight="700" text-anchor="middle" dominant-baseline="central" fill=${found.ink}>${zone}</text>
  </svg>`;
}

const SEVERITIES = {
  RED: svg`<path d="M7.5 1.5h9l6 6v9l-6 6h-9l-6-6v-9z" fill="currentColor"/><path d="M12 6v7.4" stroke="var(--bg)" stroke-width="3" stroke-linecap="round"/><circle cx="12" cy="17.6" r="1.8" fill="var(--bg)"/>`,
  AMBER: svg`<path d="M12 2.5 23 21.5H1z" fill="currentColor" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/>`,
  NOTE: svg`<circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="3"/>`,
};

/** How urgent something is: an octagon, a triangle or a circle. */
export const severityShape = (severity) => svgIcon(SEVERITIES[severity] ?? SEVERITIES.NOTE, 'glyph severity', severity);
