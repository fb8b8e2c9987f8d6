import path from 'node:path';
import { Client } from 'pg';
import { PLATFORM_SCHEMA } from '../database/index.ts';
import { endOfArchive, writeEntry } from './archive/write-entry.ts';
import {
  ABOUT_ENTRY,
  BACKUP_FORMAT,
  type BackupAbout,
  type BackupContents,
  CONTENTS_ENTRY,
} from './backup-contents.ts';
import { openCurrentVersions } from './files/open-current-versions.ts';
import { writeFolder, writeKey, writeVersions } from './files/write-files.ts';
import { keyId } from './key-id.ts';
import { type ListedTable, listSchemas, listSequences, listTables } from './rows/list-tables.ts';
import { readRows } from './rows/read-rows.ts';
import { writePart } from './write-part.ts';

export interface CreateBackupOptions {
  /** Connection string of the database's owner: it may read every plugin's tables. */
  readonly databaseUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly secretKey: Buffer;
  readonly platformVersion: string;
}

/**
 * A backup of the running platform as a tar archive: one snapshot of the database, the current files of the warehouse,
 * the store, the customer's plugins and the key. Throws HF_BACKUP_FILE_CHANGED when a file changes meanwhile.
 */
export async function* createBackup(options: CreateBackupOptions): AsyncGenerator<Buffer> {
  await using opened = new AsyncDisposableStack();
  const client = new Client({ connectionString: options.databaseUrl, application_name: 'honeyframe backup' });
  await client.connect();
  opened.defer(() => client.end());
  await openSnapshot(client);
  const { about, tables } = await describePlatform(client, options);
  const versions = await openCurrentVersions(client, path.join(options.dataDir, 'warehouse'), opened);

  const contents: BackupContents = { parts: [], skipped: [] };
  yield* writeJson(ABOUT_ENTRY, about);
  yield* writeTables(client, tables, contents);
  yield* writeVersions(versions, contents);
  for (const folder of ['store', 'plugins']) yield* writeFolder(options.dataDir, folder, contents);
  yield* writeKey(options.dataDir, contents);
  yield* writeJson(CONTENTS_ENTRY, contents);
  yield endOfArchive();
}

/** Every row as of one moment, and every value in the form that does not depend on a setting. */
async function openSnapshot(client: Client): Promise<void> {
  await client.query(`
    begin isolation level repeatable read, read only;
    set local search_path = pg_catalog;
    set local timezone = 'UTC';
    set local datestyle = 'ISO, YMD';
    set local intervalstyle = 'postgres';
    set local bytea_output = 'hex';
    set local extra_float_digits = 3;
    set local xmloption = 'content';
    set local row_security = off;
    set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0;
  `);
}

async function describePlatform(
  client: Client,
  { secretKey, platformVersion }: CreateBackupOptions,
): Promise<{ about: BackupAbout; tables: ListedTable[] }> {
  const schemas = await listSchemas(client);
  const tables = await listTables(client, schemas);
  const sequences = await listSequences(client, schemas);
  const applied = await client.query<{ name: string; now: string }>(
    `select name, to_json(now()) #>> '{}' as now from ${PLATFORM_SCHEMA}.kysely_migration order by name`,
  );
  const about = {
    format: BACKUP_FORMAT,
    platform_version: platformVersion,
    created_at: applied.rows[0]?.now ?? '',
    migrations: applied.rows.map(({ name }) => name),
    key_id: keyId(secretKey),
    tables: tables.map(({ schema, name, columns }) => ({ schema, name, columns })),
    sequences,
  };
  return { about, tables };
}

async function* writeJson(name: string, value: unknown): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(JSON.stringify(value));
  yield* writeEntry({ path: name, bytes: bytes.length, content: [bytes] });
}

async function* writeTables(
  client: Client,
  tables: readonly ListedTable[],
  contents: BackupContents,
): AsyncGenerator<Buffer> {
  for (const [table, listed] of tables.entries()) {
    let part = 0;
    for await (const { bytes, rows } of readRows(client, listed)) {
      part += 1;
      const entry = { path: `database/${table}-${part}.jsonl`, bytes: bytes.length, content: [bytes] };
      yield* writePart(entry, contents, { table, rows });
    }
  }
}
