import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

const ITERATIONS = 4096;

/**
 * A password as PostgreSQL stores it (SCRAM, RFC 5803), so that the password itself is in no statement: servers log
 * those. The salt may be the same each time, for the password is a long random one.
 */
export function createScramVerifier(role: string, password: string): string {
  const salt = createHash('sha256').update(`${role}/${password}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(sign('Client Key')).digest('base64');
  const server = sign('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${server}`;
}
