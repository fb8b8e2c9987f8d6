import { createHmac } from 'node:crypto';

/** Tells whether two platforms have the same secret key; says nothing about the key itself. */
export function keyId(secretKey: Buffer): string {
  return createHmac('sha256', secretKey).update('backup').digest('hex').slice(0, 16);
}
