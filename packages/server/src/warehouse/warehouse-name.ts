import { PlatformError } from '@honeyframe/contract';

/** A catalogue's name: a plugin's slug with underscores, or a raw source. */
const pattern = /^_?[a-z][a-z0-9_]{0,62}$/;

/** Catalogues that every DuckDB has. */
const engineNames: ReadonlySet<string> = new Set(['main', 'memory', 'system', 'temp']);

/** Also keeps a name from leading out of the organisation's folder. Throws HF_WAREHOUSE_NAME_INVALID. */
export function requireWarehouseName(name: string): void {
  if (pattern.test(name) && !engineNames.has(name)) return;
  throw new PlatformError('HF_WAREHOUSE_NAME_INVALID', { name });
}
