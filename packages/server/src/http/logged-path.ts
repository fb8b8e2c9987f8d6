/**
 * The path of an address as it may be written down: without the query, which may name patients, and without the token of an
 * invitation, so that whoever reads the log cannot accept it.
 */
export function readLoggedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.startsWith('/invitation/') ? '/invitation/…' : path;
}
