import { hash, randomBytes } from 'node:crypto';

/** What a session cookie holds: 256 random bits. Only its hash is stored. */
export function createSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A personal access token; the prefix lets scanners of leaked secrets recognise it. */
export function createApiTokenSecret(): string {
  return `hf_${randomBytes(32).toString('base64url')}`;
}

/** What the link of an invitation carries; as with the others only the hash is stored. */
export function createInvitationSecret(): string {
  return `hfi_${randomBytes(32).toString('base64url')}`;
}

/** Secrets have full entropy, so a plain hash is enough (a password's is slow and salted instead). */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
