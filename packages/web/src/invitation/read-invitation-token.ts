/** The token in `/invitation/<token>`: the one address that shows something to somebody without an account. */
export function readInvitationToken(path: string): string | undefined {
  return /^\/invitation\/([\w-]+)\/?$/.exec(path)?.[1];
}
