// The token that the page's own address brought, or that joining brought, goes on with all that the page asks for.
let token = new URLSearchParams(location.search).get('token');

export function useToken(text) {
  token = text;
}

export function withToken(path) {
  return token ? `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}` : path;
}

export const hasToken = () => Boolean(token);
