// When a door's answer says nothing about what was sent: it goes again as it is, and its id makes a second time harmless.
const LATER = [408, 425, 429, 500, 502, 503, 504];

/** @param status of HTTP; 0 without an answer */
export const isLater = (status) => status === 0 || LATER.includes(status);
