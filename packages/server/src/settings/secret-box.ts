import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Before everything sealed, so that another way of sealing can be told apart later. */
const VERSION = 'v1.';

/** Where a secret belongs. It is sealed to its place: moved to another row or name it cannot be opened. */
export interface SecretPlace {
  readonly plugin: string;
  readonly orgId: string;
  readonly name: string;
}

/** Encrypts secrets for the database, with a key of its own derived from the platform's. */
export interface SecretBox {
  seal(place: SecretPlace, secret: string): string;
  /** Undefined when it was sealed with another key, for another place, or was changed. */
  open(place: SecretPlace, sealed: string): string | undefined;
}

/** AES-256-GCM: whoever changes or moves a text without the key is found out. */
export function createSecretBox(secretKey: Buffer): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'honeyframe plugin settings', KEY_BYTES));
  return {
    seal: (place, secret) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(describePlace(place));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open: (place, sealed) => {
      if (!sealed.startsWith(VERSION)) return undefined;
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
        decipher.setAAD(describePlace(place));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

function describePlace({ plugin, orgId, name }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([plugin, orgId, name]));
}
