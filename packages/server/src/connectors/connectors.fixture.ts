import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createSqlAuditLog } from '../audit/index.ts';
import { createInstance } from '../http/index.ts';
import { openTestWarehouse } from '../warehouse/warehouse.fixture.ts';
import {
  bindConnectorRoutes,
  type CreateConnectorsOptions,
  createConnectors,
  type DataImported,
  type DeclaredSource,
} from './index.ts';

export const synthea: DeclaredSource = {
  schema: 'synthea',
  declared_by: 'healthcare',
  tables: [
    {
      table: 'patients',
      columns: [
        { name: 'Id', data_type: 'varchar' },
        { name: 'BIRTHDATE', data_type: 'date' },
        { name: 'ZIP', data_type: 'varchar' },
      ],
      declared_by: 'healthcare',
    },
    { table: 'claims', columns: [{ name: 'Id', data_type: 'varchar' }], declared_by: 'healthcare' },
  ],
};

/** Connectors on a real warehouse, with their routes; the caller is a member of the first organisation. */
export async function openTestConnectors(options: Partial<CreateConnectorsOptions> = {}) {
  const warehouse = await openTestWarehouse();
  const { dataDir, files, jobs, database, orgA } = warehouse;
  const builds: DataImported[] = [];
  const auditLog = createSqlAuditLog(database.queries);
  const connectors = await createConnectors({
    dataDir,
    files,
    jobs,
    auditLog,
    log: pino({ level: 'silent' }),
    declaredSources: async () => [synthea],
    workspaceNames: async () => ['healthcare'],
    startBuilds: async (event) => {
      builds.push(event);
      return ['11111111-1111-4111-8111-111111111111'];
    },
    ...options,
  });
  onTestFinished(() => connectors.close());
  const reader = warehouse.readers.reader({ orgId: orgA, names: ['synthea'], ownWorkspace: 'healthcare' });
  return { ...warehouse, connectors, auditLog, builds, reader };
}

export type TestConnectors = Awaited<ReturnType<typeof openTestConnectors>>;

/** Ids of the two users who call: by the header `x-user`, `ann` or `bob`. */
const users = { ann: '22222222-2222-4222-8222-222222222222', bob: '33333333-3333-4333-8333-333333333333' };

/** Serves the routes behind a gate that lets everybody in. */
export async function serveConnectors({ connectors, orgA }: TestConnectors): Promise<FastifyInstance> {
  const app = createInstance({
    log: pino({ level: 'silent' }),
    trustedProxies: [],
    gate: (request, done) => {
      const name = request.headers['x-user'] === 'bob' ? 'bob' : 'ann';
      const user = {
        id: users[name],
        email: `${name}@acme.example`,
        display_name: name,
        is_superadmin: false,
      };
      const org = { id: orgA, slug: 'acme', name: 'Acme' };
      request.caller = { kind: 'session', user, org, session_id: null, must_change_password: false };
      done();
    },
  });
  bindConnectorRoutes(app, connectors);
  onTestFinished(async () => {
    // A client that was refused may still be sending; its connection would keep the server open.
    app.server.closeAllConnections();
    await app.close();
  });
  await app.ready();
  return app;
}

/** Where the operator's real export may lie beside the checkout. */
export const realExport = path.resolve(import.meta.dirname, '../../../../../shared/data/synthea');
