import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';

const main = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a001', slug: 'main', name: 'Main' };
const upload_id = '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a00a';
const uploads = `/api/connectors/uploads/${upload_id}`;

async function createFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

const imported = {
  id: upload_id,
  connector: 'csv',
  schema: 'shop',
  imported_at: '2026-01-01T00:00:00Z',
  tables: [
    {
      table: 'orders',
      file: 'orders.csv',
      rows: 1204,
      rejected: 1,
      rejects: [{ line: 7, column: 'price', reason: 'not a number' }],
    },
  ],
  run_ids: [],
};

describe('data import', () => {
  it('sends each CSV file as it is, and shows rows and rejected ones', async () => {
    const platform = await startFakePlatform({
      'GET /api/orgs': { orgs: [main] },
      'POST /api/connectors/uploads': { upload_id },
      [`PUT ${uploads}/orders.csv`]: { bytes: 8 },
      [`PUT ${uploads}/Users.CSV`]: { bytes: 4 },
      'POST /api/connectors/imports': imported,
    });
    const folder = await createFolder({
      'orders.csv': 'id\n1\n2\n',
      'Users.CSV': 'id\n1',
      'notes.txt': 'no',
    });
    const run = await runProgram(['data', 'import', folder, '--schema', 'shop'], {
      env: { DATA_DIR: platform.dataDir },
    });
    expect(run.exitCode).toBe(0);
    expect(run.printed).toContain('shop.orders  1,204         1');
    expect(run.printed).toContain('orders.csv:7 price: not a number');
    const sent = platform.seen
      .filter(({ route }) => route.startsWith('PUT'))
      .map(({ route, body }) => [route, body]);
    expect(sent).toEqual([
      [`PUT ${uploads}/Users.CSV`, 'id\n1'],
      [`PUT ${uploads}/orders.csv`, 'id\n1\n2\n'],
    ]);
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toEqual({
      connector: 'csv',
      schema: 'shop',
      upload_id,
      build: true,
    });
  });

  it('throws the upload away when a file is refused', async () => {
    const platform = await startFakePlatform({
      'GET /api/orgs': { orgs: [main] },
      'POST /api/connectors/uploads': { upload_id },
    });
    const folder = await createFolder({ 'orders.csv': 'id\n' });
    const run = await runProgram(['data', 'import', folder, '--schema', 'shop'], {
      env: { DATA_DIR: platform.dataDir },
    });
    expect(run.exitCode).toBe(1);
    expect(platform.seen.at(-1)?.route).toBe(`DELETE ${uploads}`);
  });

  it('refuses a folder without CSV files, and a name that makes no table, before it asks the platform', async () => {
    const empty = await runProgram([
      'data',
      'import',
      await createFolder({ 'a.txt': '' }),
      '--schema',
      'shop',
    ]);
    expect(empty).toMatchObject({ exitCode: 1, noted: expect.stringContaining('has no CSV files') });
    const odd = await runProgram([
      'data',
      'import',
      await createFolder({ 'a b.csv': '' }),
      '--schema',
      'shop',
    ]);
    expect(odd).toMatchObject({ exitCode: 1, noted: expect.stringContaining("'a b.csv'") });
    expect(await runProgram(['data', 'import', '.'])).toMatchObject({ exitCode: 2 });
  });
});
