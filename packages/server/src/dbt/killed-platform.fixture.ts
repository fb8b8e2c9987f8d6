// A platform that a test kills: builds a workspace that does not end, and says which run it is when dbt is at that.
import { createSqlAuditLog } from '../audit/index.ts';
import { openDatabase } from '../database/index.ts';
import { createPgBossJobQueue } from '../jobs/index.ts';
import { createPostgresParts, createWarehouse } from '../warehouse/index.ts';
import { createDbt } from './create-dbt.ts';
import { SwitchedEngine } from './engine/switched-engine.fixture.ts';

const [url = '', dataDir = '', bin = '', folder = '', orgId = '', allowedHost = ''] = process.argv.slice(2);
const log = { info: () => {}, warn: console.warn, error: console.error };
const secretKey = Buffer.alloc(32, 1);
const database = await openDatabase({ url, secretKey });
const { queries } = database;
const auditLog = createSqlAuditLog(queries);
const postgres = createPostgresParts({ queries, auditLog, secretKey, allowedHosts: [allowedHost] });
const warehouse = await createWarehouse({ queries, dataDir, postgres });
const queue = await createPgBossJobQueue({ connectionString: url, log });
const dbt = createDbt({
  ...{ database, queue, files: warehouse.files, engine: new SwitchedEngine(bin), dataDir, log, secretKey },
  readers: warehouse.readers,
  ...{ auditLog, postgres },
  refreshExtract: async () => {},
});
await dbt.workspaces.register({ slug: 'tiny', display_name: 'Tiny', owner: 'tiny', folder, requires: [] });
await dbt.start();
const run = await dbt.runs.requestRun({ orgId, workspace: 'tiny', trigger: 'manual' });
const { signal } = new AbortController();
for await (const event of await dbt.runs.follow(orgId, run.id, { after: 0, signal })) {
  if (event.kind === 'node' && event.node.name === 'endless' && event.node.state === 'running')
    console.log(`run ${run.id}`);
}
