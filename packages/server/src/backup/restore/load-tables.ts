import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { sql } from 'kysely';
import { type Queries, quoteIdentifier } from '../../database/index.ts';
import type { BackupTable } from '../backup-contents.ts';
import { qualify } from '../rows/list-tables.ts';
import type { StagedBackup } from './stage-backup.ts';
import { withoutTriggers } from './without-triggers.ts';

/** Loads the rows of one schema's tables into tables that are there already, replacing what migrations put in. */
export async function loadTables(queries: Queries, schema: string, staged: StagedBackup): Promise<void> {
  const tables = staged.about.tables.filter((table) => table.schema === schema);
  if (tables.length === 0) return;
  await withoutTriggers(queries, schema, async () => {
    await sql.raw(`truncate ${tables.map(qualify).join(', ')}`).execute(queries);
    for (const table of tables) await loadTable(queries, table, staged);
  });
  for (const sequence of staged.about.sequences.filter((found) => found.schema === schema)) {
    await sql`select setval(${qualify(sequence)}::regclass, ${sequence.last_value}::bigint, ${sequence.is_called})`.execute(
      queries,
    );
  }
}

async function loadTable(queries: Queries, table: BackupTable, staged: StagedBackup): Promise<void> {
  const index = staged.about.tables.indexOf(table);
  const parts = staged.contents.parts.filter((part) => part.table === index);
  const insert = createInsert(table);
  for (const part of parts) {
    const rows = await readPart(path.join(staged.folder, part.path));
    await sql`${sql.raw(insert)} from json_array_elements(${rows}::json) as row`.execute(queries);
  }
  const expected = parts.reduce((sum, part) => sum + (part.rows ?? 0), 0);
  const counted = await sql<{ count: string }>`select count(*) from ${sql.raw(qualify(table))}`.execute(
    queries,
  );
  const found = Number(counted.rows[0]?.count);
  if (found === expected) return;
  const reason = `has ${expected} rows in the backup, but ${found} arrived`;
  throw new PlatformError('HF_BACKUP_DAMAGED', { part: `${table.schema}.${table.name}`, reason });
}

/** Identity columns keep their numbers. */
function createInsert(table: BackupTable): string {
  const names = table.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const values = table.columns.map(({ type }, index) => `(row->>${index})::${type}`).join(', ');
  const columns = table.columns.length > 0 ? `(${names}) overriding system value` : '';
  return `insert into ${qualify(table)} ${columns} select ${values}`;
}

/** A part is small enough for one statement. Newlines within values are escaped in JSON, so they only part rows. */
async function readPart(file: string): Promise<string> {
  const lines = await readFile(file, 'utf8');
  return `[${lines.trimEnd().replaceAll('\n', ',')}]`;
}
