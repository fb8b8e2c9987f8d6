import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { PluginPlan } from '@honeyframe/contract/api';
import type { Queries } from '../../../database/index.ts';
import { type MigrationFile, readMigrations } from '../../install/plugin-migrations.ts';
import { findTransactionControl } from '../../install/transaction-control.ts';
import type { InstallablePlugin } from '../../plugin-record.ts';

export interface MigrationPlan {
  readonly migrations: PluginPlan['migrations'];
  readonly blockers: readonly Diagnostic[];
}

/** SQL files that a version brings and that have not run yet. */
export async function planMigrations(queries: Queries, plugin: InstallablePlugin): Promise<MigrationPlan> {
  const files = await readOwnMigrations(plugin);
  const applied = await loadApplied(queries, plugin.slug);
  const edited = files.filter((file) => (applied.get(file.name) ?? file.checksum) !== file.checksum);
  const fresh = files.filter((file) => !applied.has(file.name));
  return {
    migrations: fresh.map(({ name, text }) => ({ file: name, sql: text, direction: 'up' })),
    blockers: [
      ...edited.map(({ name }) =>
        createDiagnostic('HF_MIGRATION_CHANGED', place(plugin, name), { plugin: plugin.slug, file: name }),
      ),
      ...fresh.flatMap((file) => refuseTransactionControl(plugin, file)),
    ],
  };
}

/** SQL that undoes what the older version does not know, the latest first. */
export async function planUndoing(
  queries: Queries,
  from: InstallablePlugin,
  to: InstallablePlugin,
): Promise<MigrationPlan> {
  const kept = new Set((await readOwnMigrations(to)).map(({ name }) => name));
  const applied = await loadApplied(queries, from.slug);
  const undone = [...applied.keys()]
    .filter((name) => !kept.has(name))
    .sort()
    .reverse();
  const downs = await Promise.all(undone.map(async (name) => ({ name, sql: await readDown(from, name) })));
  return {
    migrations: downs.flatMap(({ name, sql }) =>
      sql === undefined ? [] : [{ file: toDownName(name), sql, direction: 'down' as const }],
    ),
    blockers: downs.flatMap(({ name, sql }) => {
      if (sql !== undefined) return [];
      const context = { file: name, down: toDownName(name) };
      return [createDiagnostic('HF_MIGRATION_DOWN_MISSING', place(from, name), context)];
    }),
  };
}

/** `0002-flags.sql` → `0002-flags.down.sql` */
export function toDownName(name: string): string {
  return name.replace(/\.sql$/, '.down.sql');
}

async function readOwnMigrations({ root, manifest }: InstallablePlugin): Promise<MigrationFile[]> {
  return manifest.migrations ? readMigrations(path.join(root, manifest.migrations)) : [];
}

async function readDown({ root, manifest }: InstallablePlugin, name: string): Promise<string | undefined> {
  if (!manifest.migrations) return undefined;
  return readFile(path.join(root, manifest.migrations, toDownName(name)), 'utf8').catch(() => undefined);
}

async function loadApplied(queries: Queries, plugin: string): Promise<Map<string, string>> {
  const rows = await queries
    .selectFrom('plugin_migrations')
    .select(['file', 'checksum'])
    .where('plugin', '=', plugin)
    .execute();
  return new Map(rows.map((row) => [row.file, row.checksum]));
}

function refuseTransactionControl(plugin: InstallablePlugin, { name, text }: MigrationFile): Diagnostic[] {
  const word = findTransactionControl(text);
  if (!word) return [];
  const reason = `'${word}' is not for migrations: each file runs in one transaction, under the plugin's role`;
  return [
    createDiagnostic('HF_MIGRATION_FAILED', place(plugin, name), { plugin: plugin.slug, file: name, reason }),
  ];
}

function place({ slug, manifest }: InstallablePlugin, file: string) {
  return { plugin: slug, file: path.posix.join(manifest.migrations ?? '', file) };
}
