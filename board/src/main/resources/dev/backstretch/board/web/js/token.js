// The token that the page's own address brought, or that joining brought, goes on with all that the page asks for.
//
// Where a session is led, on the start page, the coach's, and the results and a runner's log as the coach sees them, the token
// leaves the address at once: an address is shown, copied and kept in histories. It stays in this browser for these pages; a
// board or a runner's own page never gets it.
const KEPT = 'backstretch.lead';
const here = new URL(location.href);
const page = here.pathname.split('/')[1];
const leads = ['', 'coach'].includes(page) || (['after', 'runner'].includes(page) && here.searchParams.get('view') === 'coach');
const asked = here.searchParams.get('token');

let token = asked ?? (leads ? read() : null);
let kept = asked === null && token !== null;

if (leads && asked !== null) {
  write(asked);
  here.searchParams.delete('token');
  history.replaceState(history.state, '', here);
}

function read() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function write(text) {
  try {
    if (text === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, text);
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
  write(null);
  return true;
}

export function withToken(path) {
  return token ? `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}` : path;
}

export const hasToken = () => Boolean(token);
