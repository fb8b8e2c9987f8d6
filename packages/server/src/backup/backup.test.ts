import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { Header } from 'tar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../database/index.ts';
import { createSilentLog } from '../platform/create-log.ts';
import { restore } from '../platform/restore.ts';
import { readSettings } from '../system/index.ts';
import { endOfArchive, writeEntry } from './archive/write-entry.ts';
import {
  createFolder,
  createOrdinaryDatabase,
  fillSource,
  openSource,
  type TestSource,
} from './backup.fixture.ts';
import { createBackup } from './create-backup.ts';

const platformVersion = '9.9.9';

async function makeBackup({ database, dataDir, secretKey }: TestSource): Promise<Buffer> {
  const options = { databaseUrl: database.ownerUrl, dataDir, secretKey, platformVersion };
  return Buffer.concat(await Array.fromAsync(createBackup(options)));
}

/** In pieces that fit no block, as a file or a socket delivers them. */
async function* inPieces(archive: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < archive.length; start += 70_001) yield archive.subarray(start, start + 70_001);
}

async function restoreInto(dataDir: string, databaseUrl: string | undefined, archive: Buffer) {
  const settings = readSettings({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl });
  return restore({ settings, input: inPieces(archive), log: createSilentLog() });
}

/** Every row of every table as text, the same for equal databases. */
async function readEverything(url: string): Promise<Record<string, string[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where (schemaname = 'honeyframe' and tablename not like 'kysely%') or schemaname like 'plugin\\_%' order by 1`,
  );
  const everything: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const rows = await client.query<{ line: string }>(`select t::text as line from ${name} t order by 1`);
    everything[name] = rows.rows.map(({ line }) => line);
  }
  await client.end();
  return everything;
}

async function listEverything(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

describe('a backup', () => {
  it('gives back every row and file of the platform and its plugins on another database', async () => {
    const source = await openSource();
    const { orgId } = await fillSource(source);
    const archive = await makeBackup(source);
    const [dataDir, url] = [await createFolder(), await createOrdinaryDatabase()];

    const report = await restoreInto(dataDir, url, archive);

    const before = await readEverything(source.database.ownerUrl);
    const after = await readEverything(url);
    expect(after).toEqual({
      ...before,
      'honeyframe.sessions': [],
      'honeyframe.warehouse_files': before['honeyframe.warehouse_files']?.filter((row) =>
        row.includes('v000002'),
      ),
    });
    expect(before['plugin_hard_case."Odd Table"']).toHaveLength(2);
    expect(report).toMatchObject({
      platform_version: '9.9.9',
      files: 6,
      skipped: ['plugins/hard-case/link'],
    });
    const inFolder = (name: string) => readFile(path.join(dataDir, name));
    expect(await inFolder('secrets/platform.key')).toEqual(
      await readFile(path.join(source.dataDir, 'secrets/platform.key')),
    );
    expect(`${await inFolder(`warehouse/${orgId}/sales/v000002.duckdb`)}`).toBe('version 2');
    expect(`${await inFolder(`plugins/hard-case/${'very-long-folder-name/'.repeat(12)}ünïcode.txt`)}`).toBe(
      'deep',
    );
    expect((await inFolder('plugins/hard-case/large.bin')).length).toBe(700_001);
    expect((await stat(path.join(dataDir, 'secrets/platform.key'))).mode & 0o777).toBe(0o600);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('restore-'))).toEqual([]);
  });

  it('leaves tables that work as before: numbers go on, triggers and foreign keys are back', async () => {
    const source = await openSource();
    await fillSource(source);
    const url = await createOrdinaryDatabase();
    const dataDir = await createFolder();
    await restoreInto(dataDir, url, await makeBackup(source));

    const secretKey = Buffer.from(await readFile(path.join(dataDir, 'secrets/platform.key'), 'utf8'), 'hex');
    const database = await openDatabase({ url, secretKey });
    onTestFinished(() => database.close());
    const { id } = await database.queries
      .insertInto('audit_log')
      .values({ actor: 'ada', action: 'four' })
      .returning('id')
      .executeTakeFirstOrThrow();
    expect(id).toBe('4');
    const insert = (parent: number) =>
      sql`insert into plugin_hard_case."Odd Table" (parent) values (${parent})`.execute(
        database.ownerQueries,
      );
    await insert(1);
    const changes = await sql<{ what: string }>`select what from plugin_hard_case.changes`.execute(
      database.ownerQueries,
    );
    expect(changes.rows.map(({ what }) => what)).toEqual([
      'written by the migration',
      'written by the trigger',
      'written by the trigger',
      'written by the trigger',
    ]);
    await expect(insert(99)).rejects.toThrow('foreign key');
  });

  it('refuses a data directory or database that is in use', async () => {
    const source = await openSource();
    const archive = await makeBackup(source);
    const empty = await createFolder();

    const intoFull = restoreInto(source.dataDir, await createOrdinaryDatabase(), archive);
    await expect(intoFull).rejects.toMatchObject({ code: 'HF_BACKUP_TARGET_NOT_EMPTY' });
    const intoUsed = restoreInto(empty, source.database.ownerUrl, archive);
    await expect(intoUsed).rejects.toMatchObject({ code: 'HF_BACKUP_TARGET_NOT_EMPTY' });
    expect(await listEverything(empty)).toEqual([]);
  });

  it('keeps nothing of one that is cut off or altered', async () => {
    const source = await openSource();
    await fillSource(source);
    const archive = await makeBackup(source);
    const altered = Buffer.from(archive);
    altered[altered.indexOf('ada@example.org')] = 'b'.charCodeAt(0);
    const [dataDir, url] = [await createFolder(), await createOrdinaryDatabase()];

    const contents = archive.indexOf('contents.json');
    const cases = [
      { broken: archive.subarray(0, contents), code: 'HF_BACKUP_DAMAGED' },
      { broken: archive.subarray(0, contents - 100_000), code: 'HF_BACKUP_UNREADABLE' },
      { broken: altered, code: 'HF_BACKUP_DAMAGED' },
    ];
    for (const { broken, code } of cases) {
      await expect(restoreInto(dataDir, url, broken)).rejects.toMatchObject({ code });
      expect(await listEverything(dataDir)).toEqual([]);
    }
    await restoreInto(dataDir, url, archive);
  });

  it('undoes what it did when the rows do not fit, so that it can be tried again', async () => {
    const source = await openSource();
    await fillSource(source);
    await sql`update honeyframe.plugin_migrations set statements = 'create table no_such (x int)'`.execute(
      source.database.ownerQueries,
    );
    const [dataDir, url] = [await createFolder(), await createOrdinaryDatabase()];

    await expect(restoreInto(dataDir, url, await makeBackup(source))).rejects.toMatchObject({
      code: 'HF_BACKUP_RESTORE_FAILED',
    });

    expect(await readEverything(url)).toEqual({});
    expect(await readdir(path.join(dataDir, 'secrets')).catch(() => [])).toEqual([]);
    await restoreInto(dataDir, url, await makeBackup(await openSource()));
  });

  it('refuses one of a newer platform before it unpacks anything', async () => {
    const source = await openSource();
    await sql`insert into honeyframe.kysely_migration (name, timestamp) values ('9999-later', '')`.execute(
      source.database.ownerQueries,
    );

    const restoring = restoreInto(
      await createFolder(),
      await createOrdinaryDatabase(),
      await makeBackup(source),
    );

    await expect(restoring).rejects.toMatchObject({
      code: 'HF_BACKUP_NEWER',
      context: { unknown: '9999-later' },
    });
  });

  it('refuses one whose key the operator keeps elsewhere, unless that key is set', async () => {
    const source = await openSource();
    const archive = await makeBackup({ ...source, secretKey: Buffer.alloc(32, 9) });

    const restoring = restoreInto(await createFolder(), await createOrdinaryDatabase(), archive);

    await expect(restoring).rejects.toMatchObject({ code: 'HF_BACKUP_OTHER_KEY' });
  });

  it('says which file is gone instead of leaving it out', async () => {
    const source = await openSource();
    const { orgId } = await fillSource(source);
    await rm(path.join(source.dataDir, `warehouse/${orgId}/sales/v000002.duckdb`));

    await expect(makeBackup(source)).rejects.toMatchObject({ code: 'HF_BACKUP_FILE_CHANGED' });
  });
});

describe('an archive from elsewhere', () => {
  const entries = {
    'a path that leaves the folder': { path: 'files/plugins/../../outside', type: 'File' },
    'an absolute path': { path: '/etc/cron.d/x', type: 'File' },
    'a file that no backup holds': { path: 'files/secrets/other', type: 'File' },
    'a link': { path: 'files/plugins/link', type: 'SymbolicLink', linkpath: '/etc' },
    'a device': { path: 'files/plugins/device', type: 'CharacterDevice' },
  } as const;

  for (const [name, fields] of Object.entries(entries)) {
    it(`is refused for ${name}`, async () => {
      const header = new Header({ ...fields, size: 0, mode: 0o600, mtime: new Date(0) });
      header.encode();
      const crafted = Buffer.concat([await writeAbout(), header.block ?? Buffer.alloc(0), endOfArchive()]);
      const dataDir = await createFolder();

      const restoring = restoreInto(dataDir, undefined, crafted);

      await expect(restoring).rejects.toMatchObject({
        code: 'HF_BACKUP_UNREADABLE',
        context: { reason: expect.stringContaining(fields.path) },
      });
      expect(await listEverything(dataDir)).toEqual([]);
    });
  }

  it('is refused when it is no backup, or no archive', async () => {
    const foreign = await writeText('contents.json', '{}');
    for (const archive of [
      foreign,
      Buffer.from('no archive at all'),
      Buffer.alloc(2000, 65),
      Buffer.alloc(0),
    ]) {
      const restoring = restoreInto(await createFolder(), undefined, archive);
      await expect(restoring).rejects.toMatchObject({ code: 'HF_BACKUP_UNREADABLE' });
    }
  });

  it('is refused when an entry comes twice', async () => {
    const key = await writeText('files/secrets/platform.key', 'key');
    const archive = Buffer.concat([await writeAbout(), key, key, endOfArchive()]);
    const restoring = restoreInto(await createFolder(), undefined, archive);
    await expect(restoring).rejects.toMatchObject({
      code: 'HF_BACKUP_DAMAGED',
      context: { part: 'files/secrets/platform.key', reason: 'is in it twice' },
    });
  });
});

async function writeText(name: string, text: string): Promise<Buffer> {
  const content = [Buffer.from(text)];
  const entry = writeEntry({ path: name, bytes: Buffer.byteLength(text), content });
  return Buffer.concat(await Array.fromAsync(entry));
}

function writeAbout(): Promise<Buffer> {
  const about = { format: 1, platform_version: '1.0.0', created_at: '', migrations: [], key_id: '' };
  return writeText('backup.json', JSON.stringify({ ...about, tables: [], sequences: [] }));
}
