import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';

/** Rows of tables that name no organisation themselves; `$1` is its id. */
const reachedThrough: Readonly<Record<string, string>> = {
  orgs: 'id = $1',
  users: 'id in (select user_id from only_here)',
  sessions: 'user_id in (select user_id from only_here)',
  api_tokens: 'user_id in (select user_id from only_here)',
  user_groups: 'group_id in (select id from groups where org_id = $1)',
  group_permissions: 'group_id in (select id from groups where org_id = $1)',
  dashboard_placements: 'dashboard_id in (select id from dashboards where org_id = $1)',
  dbt_run_nodes: 'run_id in (select id from dbt_runs where org_id = $1)',
  dbt_built_versions: 'version_id in (select id from warehouse_files where org_id = $1)',
  dbt_run_events: 'run_id in (select id from dbt_runs where org_id = $1)',
};

/** Tables of the platform as a whole: no row of them is one organisation's. */
const ofThePlatform = new Set([
  'permissions',
  'permission_requests',
  'plugins',
  'plugin_generations',
  'plugin_migrations',
  'dbt_workspaces',
  'dbt_catalogue',
  'dbt_lineage_layouts',
  'platform_settings',
  'kysely_migration',
  'kysely_migration_lock',
]);

/** When somebody was last seen says nothing about who may change what. */
const VOLATILE = "- 'last_seen_at' - 'last_used_at'";

export type OrgRows = Readonly<Record<string, string>>;

/** A checksum of each table's rows, and of each file, that belong to the organisation. Throws for a table that nobody has placed. */
export async function readOrgRows(databaseUrl: string, dataDir: string, orgId: string): Promise<OrgRows> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const sums: Record<string, string> = await readFiles(dataDir, orgId);
    for (const { schema, table, has_org } of await listTables(client)) {
      const where = reachedThrough[table] ?? (has_org ? 'org_id = $1' : undefined);
      if (!where) {
        if (ofThePlatform.has(table)) continue;
        throw new Error(`Whose rows are those of '${schema}.${table}'? Say it in org-rows.fixture.ts.`);
      }
      sums[`${schema}.${table}`] = await sumRows(client, { schema, table, where }, orgId);
    }
    return sums;
  } finally {
    await client.end();
  }
}

interface Table {
  readonly schema: string;
  readonly table: string;
  readonly has_org: boolean;
}

async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select t.table_schema as schema, t.table_name as table, exists (
      select from information_schema.columns c
      where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'org_id') as has_org
    from information_schema.tables t
    where t.table_type = 'BASE TABLE' and (t.table_schema = 'honeyframe' or t.table_schema like 'plugin\\_%')
    order by 1, 2`);
  return rows;
}

async function sumRows(
  client: Client,
  { schema, table, where }: { schema: string; table: string; where: string },
  orgId: string,
): Promise<string> {
  const own = schema.startsWith('plugin_') ? 'honeyframe' : schema;
  await client.query(`set search_path = "${own}"`);
  const { rows } = await client.query<{ text: string }>(
    `with only_here as (
       select user_id from user_orgs group by user_id having bool_and(org_id = $1))
     select (to_jsonb(t) ${VOLATILE})::text as text from "${schema}"."${table}" t where ${where}`,
    [orgId],
  );
  return sum(rows.map(({ text }) => text).sort());
}

function sum(texts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return `${texts.length} ${hash.digest('hex').slice(0, 16)}`;
}

/** Files below a folder that is named after the organisation. */
async function readFiles(dataDir: string, orgId: string): Promise<Record<string, string>> {
  const names = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file.includes(orgId));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file, sum([await readFile(file)])])),
  );
}
