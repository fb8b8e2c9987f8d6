import type { ClientBase } from 'pg';
import { quoteName } from '../../sql-text.ts';
import type { RoleNames } from './role-names.ts';
import { NOTES_SCHEMA } from './schema-names.ts';

/** Drops the schemas of a catalogue that are the platform's, with what stands on them, and the roles for it. */
export async function dropWalls(client: ClientBase, roles: RoleNames, catalogue: string): Promise<void> {
  const builder = roles.builder(catalogue);
  const { rows } = await client.query<{ schema: string }>(
    `select nspname as schema from pg_namespace
     where (nspname = $1 or starts_with(nspname, $1 || '__')) and pg_get_userbyid(nspowner) in ($2, current_user)`,
    [catalogue, builder],
  );
  for (const { schema } of rows) await client.query(`drop schema ${quoteName(schema)} cascade`);
  await client.query(`delete from ${quoteName(NOTES_SCHEMA)}.mirrors where name = $1`, [catalogue]);
  for (const role of [builder, roles.right(catalogue)])
    await client.query(`drop role if exists ${quoteName(role)}`);
}
