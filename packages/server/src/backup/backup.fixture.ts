import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '@honeyframe/testkit';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import { applyMigrations } from '../plugins/install/plugin-migrations.ts';
import { resolveSchemaNames } from '../plugins/install/plugin-schema.ts';
import { loadSecretKey } from '../system/index.ts';

/** A platform's storage without a platform: a database, a data directory and the key. */
export interface TestSource {
  readonly database: Database;
  readonly dataDir: string;
  readonly secretKey: Buffer;
}

export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function openSource(): Promise<TestSource> {
  const dataDir = await createFolder();
  await mkdir(path.join(dataDir, 'secrets'));
  const secretKey = await loadSecretKey({
    secretsFolder: path.join(dataDir, 'secrets'),
    configured: undefined,
  });
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const database = await openDatabase({ url, secretKey });
  onTestFinished(() => database.close());
  return { database, dataDir, secretKey };
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

/** Types, names and constraints that a careless backup gets wrong. */
const hardTables = `
  create type colour as enum ('red', 'dark "blue"');
  create table "Odd Table" (
    id bigint generated always as identity primary key,
    parent bigint references "Odd Table",
    "a ""column""" text,
    colour colour,
    exact numeric,
    inexact double precision,
    bytes bytea,
    document jsonb,
    texts text[],
    at timestamptz,
    span interval,
    doubled int generated always as (length("a ""column""") * 2) stored
  );
  create table changes (what text not null);
  create table empty_table ();
  insert into changes values ('written by the migration');
  create function note_change() returns trigger language plpgsql as $$
  begin
    insert into plugin_hard_case.changes values ('written by the trigger');
    return null;
  end $$;
  create trigger note_change after insert on "Odd Table" for each row execute function note_change();
`;

const hardRows = `
  insert into plugin_hard_case."Odd Table"
    (parent, "a ""column""", colour, exact, inexact, bytes, document, texts, at, span)
  values
    (2, E'line\\u2028one\\nline ''two''\\t\\\\N', 'dark "blue"', 12345678901234567890.123456789, 0.1, '\\x00ff', 'null',
     array['a,b', null, '"c"'], '2026-03-29 01:30:00.123456+00', '1 mon -3 days'),
    (null, '', 'red', 'NaN', '-Infinity', '', '{"k": "\\u00e9"}', '[0:1]={x,y}', 'infinity', null);
`;

/** One organisation with rows in the platform's tables, a plugin with tables of its own, and files of every kind. */
export async function fillSource({ database, dataDir }: TestSource): Promise<{ orgId: string }> {
  const owner = database.ownerQueries;
  const org = await owner
    .insertInto('orgs')
    .values({ slug: 'main', name: 'Main' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const user = await owner
    .insertInto('users')
    .values({ email: 'ada@example.org', password_hash: 'hash', is_superadmin: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  await owner
    .insertInto('sessions')
    .values({ token_hash: Buffer.from('secret'), user_id: user.id, expires_at: new Date('2100-01-01') })
    .execute();
  await owner
    .insertInto('invitations')
    .values({
      org_id: org.id,
      email: 'bob@example.org',
      seat: 'viewer',
      group_ids: [org.id],
      token_hash: Buffer.from('hash of a token'),
      lifetime_days: 7,
      created_by: user.id,
      expires_at: new Date('2100-01-01'),
    })
    .execute();
  for (const action of ['one', 'two', 'three'])
    await owner.insertInto('audit_log').values({ actor: 'ada', action }).execute();
  await owner
    .insertInto('plugins')
    .values({
      slug: 'hard-case',
      version: '1.0.0',
      display_name: 'Hard',
      source: 'customer',
      folder: '/gone',
      manifest: '{}',
      state: 'active',
    })
    .execute();
  await owner
    .insertInto('plugin_settings')
    .values({
      plugin: 'hard-case',
      org_id: org.id,
      values: JSON.stringify({ cities: ['Bern'] }),
      secrets: JSON.stringify({ api_key: 'v1.sealed' }),
      updated_by: user.id,
    })
    .execute();
  for (const version of [1, 2]) {
    const file = `${org.id}/sales/v00000${version}.duckdb`;
    await owner
      .insertInto('warehouse_files')
      .values({ org_id: org.id, kind: 'source', name: 'sales', version, file, is_current: version === 2 })
      .execute();
    await writeFiles(path.join(dataDir, 'warehouse'), { [file]: `version ${version}` });
  }
  await installHardPlugin(database, await createFolder());
  await writeCustomerFiles(dataDir);
  return { orgId: org.id };
}

async function installHardPlugin(database: Database, folder: string): Promise<void> {
  await writeFiles(folder, { '0001-hard.sql': hardTables });
  const names = resolveSchemaNames(database.roles, 'hard-case');
  await database.ownerQueries
    .transaction()
    .execute((transaction) => applyMigrations(transaction, { plugin: 'hard-case', folder, names }));
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(hardRows);
  await client.end();
}

async function writeCustomerFiles(dataDir: string): Promise<void> {
  const deep = `${'very-long-folder-name/'.repeat(12)}ünïcode.txt`;
  await writeFiles(dataDir, {
    'store/abc/plugin.yaml': 'name: abc\n',
    [`plugins/hard-case/${deep}`]: 'deep',
    'plugins/hard-case/empty.txt': '',
    'plugins/hard-case/large.bin': Buffer.alloc(700_001, 7),
    'cache/forgotten': 'not in the backup',
    'secrets/database-password': 'not in the backup',
  });
  await symlink('/etc/passwd', path.join(dataDir, 'plugins', 'hard-case', 'link'));
}

/** A login that may make roles but is no superuser, as DATABASE_URL often is, with an empty database of its own. */
export async function createOrdinaryDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase();
  const role = `owner_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`create role ${role} login createrole password 'secret'`);
  await client.query(`alter database "${client.database}" owner to ${role}`);
  onTestFinished(async () => {
    await drop();
  });
  await client.end();
  const parsed = new URL(url.replace('@/', '@localhost/'));
  parsed.username = role;
  parsed.password = 'secret';
  return parsed.href;
}
