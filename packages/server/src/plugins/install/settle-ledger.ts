import path from 'node:path';
import type { Queries } from '../../database/index.ts';
import { pluginSchema } from '../../database/index.ts';
import type { InstallablePlugin } from '../plugin-record.ts';
import { type LedgerEntry, settleOwnership } from './ledger.ts';
import { listTables } from './schema-traces.ts';

export interface SettleLedgerOptions {
  readonly plugin: InstallablePlugin;
  readonly generation: string;
}

/** Notes what an installation left behind that is not noted where it is made: tables, settings, files. */
export async function settleLedger(trx: Queries, options: SettleLedgerOptions): Promise<void> {
  const { plugin } = options;
  const { manifest, slug } = plugin;
  await settleOwnership(
    trx,
    slug,
    ['table', 'setting', 'file'],
    [
      ...(await listOwnTables(trx, slug)),
      ...listSettings(manifest.settings),
      ...(await listFiles(trx, options)),
    ],
  );
}

async function listOwnTables(trx: Queries, slug: string): Promise<LedgerEntry[]> {
  const schema = pluginSchema(slug);
  const tables = await listTables(trx, schema);
  return tables.map(({ name }) => ({ kind: 'table', name: `${schema}.${name}` }));
}

export function listSettings(schema: InstallablePlugin['manifest']['settings']): LedgerEntry[] {
  const properties = schema?.properties;
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.keys(properties).map((name) => ({ kind: 'setting', name }));
}

/** Relative to DATA_DIR, so that it can move. */
async function listFiles(trx: Queries, { plugin, generation }: SettleLedgerOptions): Promise<LedgerEntry[]> {
  // In development the folder itself runs, and the store has no copy of it.
  const isStored = path.basename(plugin.root) === generation;
  const rows = await trx
    .selectFrom('plugin_generations')
    .select('generation')
    .where('plugin', '=', plugin.slug)
    .execute();
  const copies = isStored ? rows.map((row) => `store/${row.generation}`) : [];
  const own = plugin.source === 'customer' ? [`plugins/${plugin.slug}`] : [];
  return [...copies, ...own].map((name) => ({ kind: 'file', name }));
}
