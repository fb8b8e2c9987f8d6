import { sql } from 'kysely';
import {
  type DatabaseRoles,
  pluginSchema,
  type Queries,
  quoteIdentifier,
  quoteLiteral,
} from '../../database/index.ts';
import { ORG_SETTING } from '../plugin-database.ts';

export interface PluginSchemaNames {
  readonly schema: string;
  /** Owns the schema and runs the plugin's migrations; nothing else is within its reach. */
  readonly owner: string;
  /** Reads and writes rows for requests; row-level security counts for it. */
  readonly user: string;
  readonly runtime: string;
}

export function resolveSchemaNames(roles: DatabaseRoles, slug: string): PluginSchemaNames {
  const user = roles.pluginRole(slug);
  return { schema: pluginSchema(slug), owner: roles.pluginOwnerRole(slug), user, runtime: roles.runtime };
}

/** Makes the schema and both roles where they are missing. */
export async function ensurePluginSchema(queries: Queries, names: PluginSchemaNames): Promise<void> {
  const [schema, owner, user, runtime] = [names.schema, names.owner, names.user, names.runtime].map(
    quoteIdentifier,
  );
  await sql
    .raw(`
      ${createRole(names.owner)}
      ${createRole(names.user)}
      grant ${owner} to current_user;
      grant ${user} to ${runtime};
      create schema if not exists ${schema} authorization ${owner};
      grant usage on schema ${schema} to ${user};
    `)
    .execute(queries);
}

function createRole(role: string): string {
  return `do $$ begin
    if not exists (select from pg_roles where rolname = ${quoteLiteral(role)}) then
      create role ${quoteIdentifier(role)} nologin;
    end if;
  end $$;`;
}

/** After migrations: rows of tables with `org_id` are visible to their organisation only, and requests may use them. */
export async function secureTables(queries: Queries, names: PluginSchemaNames): Promise<void> {
  const [schema, user] = [quoteIdentifier(names.schema), quoteIdentifier(names.user)];
  await sql
    .raw(`grant select, insert, update, delete on all tables in schema ${schema} to ${user};
    grant usage, select on all sequences in schema ${schema} to ${user};`)
    .execute(queries);
  for (const table of await findTablesWithOrg(queries, names.schema)) {
    const target = `${schema}.${quoteIdentifier(table)}`;
    const own = `org_id = nullif(current_setting('${ORG_SETTING}', true), '')::uuid`;
    await sql
      .raw(`
        alter table ${target} enable row level security;
        drop policy if exists own_organisation on ${target};
        create policy own_organisation on ${target} using (${own}) with check (${own});
        alter table ${target} alter column org_id set default nullif(current_setting('${ORG_SETTING}', true), '')::uuid;
      `)
      .execute(queries);
  }
}

async function findTablesWithOrg(queries: Queries, schema: string): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
    where n.nspname = ${schema} and c.relkind in ('r', 'p')`.execute(queries);
  return found.rows.map((row) => row.name);
}
