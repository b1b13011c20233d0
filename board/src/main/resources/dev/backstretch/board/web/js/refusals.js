// Why a door took something not, in the page's own language: by the code that it gave. The door's own words go with it, for whoever
// looks for the cause.
import { html, nothing } from 'lit';
import { has, say } from './words.js';

const PROBLEM = /^urn:backstretch:problem:([a-z-]+)$/;
/** A problem that comes from one field begins with that field's code. */
const CODED = /^([A-Z][A-Z_]+): /;
/** Where a door gave no code, or one that has no words here. */
const BY_STATUS = { 401: 'token-wrong', 403: 'role', 404: 'unknown-session', 408: 'dawdling', 409: 'state', 413: 'too-large', 429: 'too-many', 500: 'broken' };

/**
 * @param status of HTTP
 * @param body a problem document, or what a door says of the items of a request
 * @param item which of these
 * @returns what is kept of it: codes, the most exact first, the field at fault, and the door's own words
 */
export function refusalOf(status, body = {}, item = body?.rejected?.[0]) {
  const byStatus = BY_STATUS[status] ?? (status >= 500 ? 'busy' : 'invalid');
  if (item) return { codes: [item.reason, byStatus].filter(Boolean), field: item.field, said: words(item.field, item.message ?? item.reason) };
  const codes = [CODED.exec(body?.detail ?? '')?.[1], PROBLEM.exec(body?.type ?? '')?.[1], byStatus].filter(Boolean);
  return { codes, field: body?.field, said: words(body?.field, body?.detail ?? `HTTP ${status}`, body?.remedy) };
}

const words = (field, detail, remedy) => [field && !detail.includes(field) ? `${field}: ${detail}` : detail, remedy].filter(Boolean).join('; ');

/** The sentence; what an earlier version of this page kept is one already. */
export function refusalWords(why) {
  if (typeof why === 'string') return why;
  const key = why.codes.flatMap((code) => [`door.${code}.${why.field}`, `door.${code}`]).find(has);
  return say(key ?? 'door.invalid');
}

/** What the door itself said, behind one tap. */
export const doorSaid = (why) =>
  why?.said ? html`<details class="door-said"><summary>${say('door.said')}</summary><p lang="en">${why.said}</p></details>` : nothing;
