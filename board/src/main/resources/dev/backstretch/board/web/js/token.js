// The token that the page's own address brought goes on with all that the page asks for.
const token = new URLSearchParams(location.search).get('token');

export function withToken(path) {
  return token ? `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}` : path;
}

export const hasToken = () => Boolean(token);
