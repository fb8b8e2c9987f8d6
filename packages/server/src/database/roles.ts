import { createHash } from 'node:crypto';
import type { DatabaseRoles } from './database.ts';

// PostgreSQL cuts identifiers at 63 bytes without a word; a slug has at most 50.
const MAX_IDENTIFIER = 63;

/** Role names for one database, stable over restarts. */
export function resolveRoles(database: string): DatabaseRoles {
  const prefix = `hf_${createHash('sha256').update(database).digest('hex').slice(0, 6)}`;
  const own = (slug: string, suffix: string) =>
    `${prefix}_${slug.replaceAll('-', '_')}`.slice(0, MAX_IDENTIFIER - suffix.length) + suffix;
  return {
    runtime: `${prefix}_runtime`,
    pluginRole: (slug) => own(slug, '_p'),
    pluginOwnerRole: (slug) => own(slug, '_o'),
  };
}

/** Schema of a plugin's own tables. */
export function pluginSchema(slug: string): string {
  return `plugin_${slug.replaceAll('-', '_')}`;
}

/** Quotes an identifier for SQL that cannot take parameters. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a text for SQL that cannot take parameters. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
