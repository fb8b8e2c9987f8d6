import { createTestDatabase } from '@honeyframe/testkit';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';

async function listTables(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    );
    return rows.map((row) => row.tablename);
  } finally {
    await client.end();
  }
}

async function createTable(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('CREATE TABLE t (id int)');
  await client.end();
}

it('gives each caller an empty database that others do not see', async () => {
  const first = await createTestDatabase();
  const second = await createTestDatabase();
  onTestFinished(async () => {
    await first.drop();
    await second.drop();
  });
  await createTable(first.url);
  expect(await listTables(first.url)).toEqual(['t']);
  expect(await listTables(second.url)).toEqual([]);
});

it('drops a database that still has connections', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  await database.drop();
  await expect(listTables(database.url)).rejects.toThrow('does not exist');
});
