import { afterAll, beforeAll, inject } from 'vitest';
import {
  startWarehouseServer,
  type WarehouseDatabase,
  type WarehouseServer,
} from '../../../../warehouse/postgres/warehouse-server.fixture.ts';
import { openTestDbt, type TestDbt } from '../../../dbt.fixture.ts';

export const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };

export type UsedServer = Pick<WarehouseServer, 'host' | 'createDatabase'>;

/** Another server than the platform's, for the test file that calls this. */
export function useWarehouseServer(): UsedServer {
  let started: WarehouseServer | undefined;
  beforeAll(async () => {
    started = await startWarehouseServer();
  });
  afterAll(() => started?.stop());
  const require = () => {
    if (!started) throw new Error('the server starts before the first test');
    return started;
  };
  return {
    get host() {
      return require().host;
    },
    createDatabase: () => require().createDatabase(),
  };
}

/** As of openTestDbt; `database` is the one that the first organisation builds in. */
export type OpenedOnPostgres = Omit<TestDbt, 'database'> & { readonly database: WarehouseDatabase };

/** Of logins of workspaces, idle ones too: `pg_sleep` where that is what a session is at, else its state. */
export async function listBuildSessions({ query }: WarehouseDatabase): Promise<string[]> {
  const rows = await query<{ doing: string }>(
    `select case when state = 'active' and query ~ 'pg_sleep' then 'pg_sleep' else state end as doing
     from pg_stat_activity where datname = current_database() and usename ~ '^hf_[0-9a-f]+_build_'`,
  );
  return rows.map(({ doing }) => doing);
}

/** Everything that dbt needs, with an organisation that builds in a PostgreSQL of its own. */
export async function openOnPostgres(server: UsedServer): Promise<OpenedOnPostgres> {
  const opened = await openTestDbt({ bin: inject('pythonBin'), allowedHosts: [server.host] });
  const database = await server.createDatabase();
  await opened.postgres.connections.set(opened.orgA, database, admin);
  return { ...opened, database };
}
