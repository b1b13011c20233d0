// What other devices can ask for: not what is this machine's own name for itself.
export const isOwnName = (hostname) => /^(localhost|127\..*|\[::1\])$/.test(hostname);
