import { afterAll, beforeAll, inject } from 'vitest';
import {
  startWarehouseServer,
  type WarehouseDatabase,
  type WarehouseServer,
} from '../warehouse/postgres/warehouse-server.fixture.ts';
import { openTestDbt, type TestDbt } from './dbt.fixture.ts';

export const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };

/** Another server than the platform's, one a test file. */
export let server: WarehouseServer;
beforeAll(async () => {
  server = await startWarehouseServer();
});
afterAll(() => server.stop());

/** As of openTestDbt; `database` is the one that the first organisation builds in. */
export type OpenedOnPostgres = Omit<TestDbt, 'database'> & { readonly database: WarehouseDatabase };

/** Everything that dbt needs, with an organisation that builds in a PostgreSQL of its own. */
export async function openOnPostgres(): Promise<OpenedOnPostgres> {
  const opened = await openTestDbt({ bin: inject('pythonBin'), allowedHosts: [server.host] });
  const database = await server.createDatabase();
  await opened.postgres.connections.set(opened.orgA, database.url, admin);
  return { ...opened, database };
}
