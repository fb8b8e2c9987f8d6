import { randomInt } from 'node:crypto';
import { PlatformError } from '@honeyframe/contract';
import { type Algorithm, hash, verify } from '@node-rs/argon2';

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const parameters = {
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

const MIN_LENGTH = 12;
// Without look-alikes (0 O, 1 l I): these are read from a screen and typed.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

/** 20 characters of a 56-letter alphabet: 116 bits. */
export function generatePassword(): string {
  return Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Throws HF_AUTH_PASSWORD_TOO_WEAK with the reason. */
export function requireStrongPassword(password: string, previous?: string): void {
  const reason = findWeakness(password, previous);
  if (reason) throw new PlatformError('HF_AUTH_PASSWORD_TOO_WEAK', { reason });
}

function findWeakness(password: string, previous: string | undefined): string | undefined {
  if (password.length < MIN_LENGTH)
    return `it has ${password.length} characters, at least ${MIN_LENGTH} are needed`;
  if (password === previous) return 'it is the old one';
  if (new Set(password).size < 5) return 'it repeats too few different characters';
  return undefined;
}
