import { createHash, createHmac } from 'node:crypto';

/** PostgreSQL cuts longer names without a word. */
const MAX_IDENTIFIER = 63;
const MAX_READABLE = 24;

/** Names of an organisation's roles: roles belong to the whole server, and another organisation may use the same one. */
export interface RoleNames {
  /** The right to read a schema; nobody signs in with it. */
  readonly right: (schema: string) => string;
  /** Owns a workspace's schema, and signs in for its builds. */
  readonly builder: (catalogue: string) => string;
  /** Signs in for queries on exactly these schemas. */
  readonly reader: (schemas: readonly string[]) => string;
  /** Of a role that signs in; every node of the platform finds the same one. */
  readonly password: (role: string) => string;
}

export interface RoleNamesOptions {
  readonly secretKey: Buffer;
  readonly orgId: string;
  /** What the platform wrote into the database. */
  readonly databaseId: string;
}

export function createRoleNames({ secretKey, orgId, databaseId }: RoleNamesOptions): RoleNames {
  const prefix = `hf_${hash(`${orgId}/${databaseId}`, 8)}`;
  const name = (kind: string, text: string) =>
    `${prefix}_${kind}_${text.slice(0, MAX_READABLE)}_${hash(text, 8)}`.slice(0, MAX_IDENTIFIER);
  return {
    right: (schema) => name('see', schema),
    builder: (catalogue) => name('build', catalogue),
    reader: (schemas) => name('read', schemas.toSorted().join('_')),
    password: (role) =>
      createHmac('sha256', secretKey).update(`warehouse:${databaseId}:${role}`).digest('base64url'),
  };
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
