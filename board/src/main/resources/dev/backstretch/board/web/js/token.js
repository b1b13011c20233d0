// The token that the page's own address brought, or that joining brought, goes on with all that the page asks for.
//
// Where a session is led, on the start page, the coach's, and the results and a runner's log as the coach sees them, the token
// leaves the address at once: an address is shown, copied and kept in histories. It stays in this browser for these pages; a
// board or a runner's own page never gets it. Who leads a camp here and tries the link of one session goes on leading the camp:
// that link's token is kept for the session's pages alone.
const KEPT = 'backstretch.lead';
const here = new URL(location.href);
const page = here.pathname.split('/')[1];
const leads = ['', 'coach'].includes(page) || (['after', 'runner'].includes(page) && here.searchParams.get('view') === 'coach');
const asked = here.searchParams.get('token');

const session = ['coach', 'after'].includes(page) ? here.pathname.split('/')[2] : '';
const ofSession = `${KEPT}.${session}`;

let key = KEPT;
if (session && read(ofSession) !== null) key = ofSession;
let token = asked ?? (leads ? read(key) : null);
let kept = asked === null && token !== null;

if (leads && asked !== null) {
  const led = read(KEPT);
  key = session && led !== null && claims(asked).session && !claims(led).session && claims(led).exp * 1000 > Date.now() ? ofSession : KEPT;
  if (session) write(ofSession, null);
  write(key, asked);
  here.searchParams.delete('token');
  history.replaceState(history.state, '', here);
}

/** What a token says of itself; nothing where it is none of ours. */
function claims(text) {
  try {
    return JSON.parse(atob(text.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return {};
  }
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // it holds as long as the page is open
  }
}

export function useToken(text) {
  token = text;
}

/** A token kept from an earlier camp does not hold here: whoever needs none gets in without. True when there was one. */
export function forgetKept() {
  if (!kept) return false;
  kept = false;
  token = null;
  write(key, null);
  return true;
}

export function withToken(path) {
  return token ? `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}` : path;
}

export const hasToken = () => Boolean(token);
