import type { Orphan, PluginTraces } from '@honeyframe/host';
import { sql } from 'kysely';
import {
  type DatabaseRoles,
  findInstalledSlugs,
  pluginSchema,
  type Queries,
  quoteIdentifier,
  quoteLiteral,
} from '../../database/index.ts';
import { resolveSchemaNames } from './plugin-schema.ts';

/** A plugin's own tables, the schema that they lie in, and the two roles that reach it. */
export function createSchemaTraces(roles: DatabaseRoles): PluginTraces<Queries> {
  return {
    name: 'schema',
    isKept: true,
    describe: async (queries, slug) => {
      const schema = pluginSchema(slug);
      const tables = await listTables(queries, schema);
      return Promise.all(
        tables.map(async ({ name, size }) => ({
          surface: 'data',
          name: `${schema}.${name}`,
          detail: `${rowsOf(await countRows(queries, schema, name))}, ${size}`,
        })),
      );
    },
    purge: async (transaction, slug) => {
      const { schema, owner, user } = resolveSchemaNames(roles, slug);
      await dropSchema(transaction, schema);
      for (const role of [user, owner]) await dropRole(transaction, role);
      await transaction.deleteFrom('plugin_migrations').where('plugin', '=', slug).execute();
      return async () => {};
    },
    findOrphans: async (queries) => {
      const slugs = [...(await findInstalledSlugs(queries, true))];
      const schemas = new Set(slugs.map(pluginSchema));
      const known = new Set(slugs.flatMap((slug) => [roles.pluginRole(slug), roles.pluginOwnerRole(slug)]));
      const found = (await listSchemas(queries)).filter((name) => !schemas.has(name));
      const left = (await listRoles(queries, roles)).filter((name) => !known.has(name));
      return [
        ...found.map((name) => ({
          ...describeOrphan(name, 'schema', () => dropSchema(queries, name)),
          measure: () => measureSchema(queries, name),
        })),
        ...left.map((name) => describeOrphan(name, 'role', () => dropRole(queries, name))),
      ];
    },
  };
}

function describeOrphan(name: string, kind: 'schema' | 'role', remove: () => Promise<void>): Orphan {
  const detail =
    kind === 'schema'
      ? 'no plugin of this name is installed; its tables and their rows are removed'
      : 'no plugin of this name is installed; the role and its rights are removed';
  return { kind, name, detail, isLeftOver: false, remove };
}

/** Tables of a schema with what they take on the disk, by name. */
export async function listTables(
  queries: Queries,
  schema: string,
): Promise<{ name: string; size: string }[]> {
  const { rows } = await sql<{ name: string; size: string }>`
    select relname as name, pg_size_pretty(pg_total_relation_size(c.oid)) as size
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where nspname = ${schema} and relkind in ('r', 'p', 'm') order by relname`.execute(queries);
  return rows;
}

async function measureSchema(queries: Queries, schema: string): Promise<string> {
  const tables = await listTables(queries, schema);
  const counts = await Promise.all(tables.map(({ name }) => countRows(queries, schema, name)));
  const rows = counts.reduce((sum, count) => sum + Number(count), 0);
  const { rows: found } = await sql<{ size: string }>`
    select pg_size_pretty(coalesce(sum(pg_total_relation_size(c.oid)), 0)) as size
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where nspname = ${schema} and relkind in ('r', 'p', 'm')`.execute(queries);
  return `${tables.length === 1 ? '1 table' : `${tables.length} tables`} with ${rowsOf(String(rows))}, ${found[0]?.size ?? '0 bytes'}`;
}

function rowsOf(count: string): string {
  return count === '1' ? '1 row' : `${count} rows`;
}

async function countRows(queries: Queries, schema: string, table: string): Promise<string> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from ${sql.id(schema, table)}`.execute(queries);
  return rows[0]?.count ?? '0';
}

async function dropSchema(queries: Queries, schema: string): Promise<void> {
  await sql.raw(`drop schema if exists ${quoteIdentifier(schema)} cascade`).execute(queries);
}

/** With every right that was given to it; whoever made the role may do that once he is a member. */
async function dropRole(queries: Queries, role: string): Promise<void> {
  const name = quoteIdentifier(role);
  await sql
    .raw(`do $$ begin
      if exists (select from pg_roles where rolname = ${quoteLiteral(role)}) then
        grant ${name} to current_user;
        drop owned by ${name} cascade;
        drop role ${name};
      end if;
    end $$;`)
    .execute(queries);
}

async function listSchemas(queries: Queries): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname like 'plugin\\_%' order by nspname`.execute(
    queries,
  );
  return rows.map(({ name }) => name);
}

/** Roles of plugins of this database: they carry its name, since roles belong to the whole server. */
async function listRoles(queries: Queries, { runtime }: DatabaseRoles): Promise<string[]> {
  const prefix = runtime.slice(0, -'runtime'.length);
  const { rows } = await sql<{ name: string }>`
    select rolname as name from pg_roles where starts_with(rolname, ${prefix}) order by rolname`.execute(
    queries,
  );
  return rows.map(({ name }) => name).filter((name) => /_[po]$/.test(name));
}
