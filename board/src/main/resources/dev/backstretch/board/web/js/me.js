// Who this phone is in a session. It is kept here, so that a reload is no second joining.
const keyOf = (session) => `backstretch.run.${session}`;

export function recall(session) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(session)));
  } catch {
    return null;
  }
}

export function remember(session, me) {
  try {
    localStorage.setItem(keyOf(session), JSON.stringify(me));
  } catch {
    // then a reload joins anew
  }
}

export function forget(session) {
  localStorage.removeItem(keyOf(session));
}

/** A name for something that happens here, made before it is sent; also where the address is no secure one. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `p-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
