import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createTestDatabase } from '@honeyframe/testkit';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import {
  type CreateWarehouseOptions,
  createWarehouse,
  quoteName,
  quoteText,
  type WarehouseFile,
  type Warehouses,
} from './index.ts';

/** A warehouse on a real database, with two organisations. */
export interface TestWarehouse extends Warehouses {
  readonly database: Database;
  readonly dataDir: string;
  readonly orgA: string;
  readonly orgB: string;
}

/** Opens one that the test's end closes and removes. */
export async function openTestWarehouse(
  options: Partial<CreateWarehouseOptions> = {},
): Promise<TestWarehouse> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-warehouse-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const testDatabase = await createTestDatabase();
  onTestFinished(() => testDatabase.drop());
  const database = await openDatabase({ url: testDatabase.url, secretKey: Buffer.alloc(32, 1) });
  onTestFinished(() => database.close());
  const warehouse = await createWarehouse({ queries: database.queries, dataDir, ...options });
  onTestFinished(() => warehouse.close());
  const [orgA, orgB] = [await insertOrg(database, 'acme'), await insertOrg(database, 'beta')];
  return { ...warehouse, database, dataDir, orgA, orgB };
}

async function insertOrg({ queries }: Database, slug: string): Promise<string> {
  const row = await queries
    .insertInto('orgs')
    .values({ slug, name: slug })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export interface PublishTablesOptions {
  readonly orgId: string;
  readonly name: string;
  readonly kind?: 'workspace' | 'source';
  /** Other versions to attach while the statements run. */
  readonly attach?: readonly WarehouseFile[];
}

/** Publishes a version the way a build does: a private file under its own name, closed, then moved. */
export async function publishTables(
  { files }: Warehouses,
  options: PublishTablesOptions,
  ...statements: readonly string[]
): Promise<WarehouseFile> {
  const { orgId, name, kind = 'workspace', attach = [] } = options;
  await using draft = await files.createDraft(orgId, name);
  const draftFile = path.join(draft.folder, `${name}.duckdb`);
  const instance = await DuckDBInstance.create(draftFile);
  const connection = await instance.connect();
  for (const file of attach) {
    await connection.run(`attach ${quoteText(file.path)} as ${quoteName(file.name)} (read_only)`);
  }
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return await files.publish({ orgId, kind, name, draftFile });
}

/** A workspace with a table and a view over a raw source, and a reader of both. */
export async function openHealthcare() {
  const warehouse = await openTestWarehouse();
  const { orgA, readers } = warehouse;
  const synthea = await publishTables(
    warehouse,
    { orgId: orgA, name: 'synthea', kind: 'source' },
    "create table patients as select range as id, 'p' || range as name from range(10)",
  );
  await publishTables(
    warehouse,
    { orgId: orgA, name: 'healthcare', attach: [synthea] },
    'create view stg_patients as select * from synthea.main.patients',
    'create table patients as select * from stg_patients',
  );
  const reader = readers.reader({
    orgId: orgA,
    names: ['healthcare', 'synthea'],
    ownWorkspace: 'healthcare',
  });
  return { ...warehouse, reader, synthea };
}
