// How runners are called on a TV: by their alias, or with ?names=bib by the number they wear, which is read from farther off
// than a name in Thai letters. Whoever wears none keeps the alias.
import * as format from './format.js';

const byBib = new URLSearchParams(location.search).get('names') === 'bib';

/** @param row of a board, which may know the number before the list of people does */
export const nameOf = (person, row) => (byBib && (row?.bib ?? person.bib)) || format.alias(person.alias);
