import { sql } from 'kysely';
import { type Queries, quoteIdentifier } from '../../database/index.ts';

interface Named {
  readonly table: string;
  readonly name: string;
}

/**
 * Lets rows be loaded in any order, and once: foreign keys are compared at the end, so that cycles and rows that name
 * later ones need no sorting, and a trigger that writes rows of its own does not write them again.
 * `session_replication_role` would do both, but only a superuser may set it.
 */
export async function withoutTriggers(
  queries: Queries,
  schema: string,
  load: () => Promise<void>,
): Promise<void> {
  const keys = await listForeignKeys(queries, schema);
  const triggers = await listTriggers(queries, schema);
  const run = (statements: readonly string[]) =>
    statements.length > 0 ? sql.raw(statements.join(';\n')).execute(queries) : undefined;
  await run(keys.map((key) => alterKey(schema, key, 'deferrable initially deferred')));
  await run(triggers.map((trigger) => alterTrigger(schema, trigger, 'disable')));
  await run(['set constraints all deferred']);
  await load();
  await run(['set constraints all immediate']);
  await run(triggers.map((trigger) => alterTrigger(schema, trigger, trigger.enable)));
  await run(keys.map((key) => alterKey(schema, key, 'not deferrable')));
}

function alterKey(schema: string, { table, name }: Named, as: string): string {
  return `alter table ${quoteIdentifier(schema)}.${quoteIdentifier(table)} alter constraint ${quoteIdentifier(name)} ${as}`;
}

function alterTrigger(schema: string, { table, name }: Named, as: string): string {
  return `alter table ${quoteIdentifier(schema)}.${quoteIdentifier(table)} ${as} trigger ${quoteIdentifier(name)}`;
}

/** Those that are not deferrable by themselves; of a partitioned table its own, which its partitions follow. */
async function listForeignKeys(queries: Queries, schema: string): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select r.relname as table, c.conname as name
    from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = r.relnamespace
    where n.nspname = ${schema} and c.contype = 'f' and not c.condeferrable and c.conparentid = 0
    order by r.relname, c.conname`.execute(queries);
  return rows;
}

interface Trigger extends Named {
  readonly enable: 'enable' | 'enable always' | 'enable replica';
}

async function listTriggers(queries: Queries, schema: string): Promise<Trigger[]> {
  const { rows } = await sql<Trigger>`
    select r.relname as table, t.tgname as name,
      case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as enable
    from pg_trigger t join pg_class r on r.oid = t.tgrelid join pg_namespace n on n.oid = r.relnamespace
    where n.nspname = ${schema} and not t.tgisinternal and t.tgenabled <> 'D' and t.tgparentid = 0
    order by r.relname, t.tgname`.execute(queries);
  return rows;
}
