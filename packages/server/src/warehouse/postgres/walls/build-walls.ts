import { PlatformError } from '@honeyframe/contract';
import type { ClientBase } from 'pg';
import { quoteName, quoteText } from '../../sql-text.ts';
import type { RoleNames } from './role-names.ts';
import { createScramVerifier } from './scram-verifier.ts';

export interface WorkspaceWalls {
  /** The workspace's own. */
  readonly catalogue: string;
  /** Its schemas, that one among them. */
  readonly schemas: readonly string[];
  /** Catalogues that it may read. */
  readonly reads: readonly string[];
}

/** Makes a workspace's schemas and its login, which owns them, reads what it names, and nothing else. */
export async function buildWorkspaceWalls(
  client: ClientBase,
  roles: RoleNames,
  { catalogue, schemas, reads }: WorkspaceWalls,
): Promise<void> {
  const builder = roles.builder(catalogue);
  const right = roles.right(catalogue);
  await ensureLogin(client, roles, builder);
  await client.query(`grant ${quoteName(builder)} to current_user`);
  await ensureRight(client, right);
  for (const schema of schemas) {
    await ensureSchema(client, schema, builder);
    const name = quoteName(schema);
    await client.query(
      `grant usage on schema ${name} to ${quoteName(right)};
       alter default privileges for role ${quoteName(builder)} in schema ${name}
         grant select on tables to ${quoteName(right)}`,
    );
    await grantOlder(client, { schema, owner: builder, right });
  }
  await setReads(client, roles, builder, reads);
}

/** Tables that came another way than by a build of this login, from a backup say; those of others are theirs. */
async function grantOlder(
  client: ClientBase,
  { schema, owner, right }: { readonly schema: string; readonly owner: string; readonly right: string },
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = to_regnamespace(quote_ident($1)) and pg_get_userbyid(c.relowner) = $2
       and c.relkind in ('r', 'p', 'v', 'm', 'f') and not has_table_privilege($3, c.oid, 'select')`,
    [schema, owner, right],
  );
  for (const { name } of rows) await client.query(`grant select on ${name} to ${quoteName(right)}`);
}

/** Makes the schema of a raw source, which belongs to the platform's login; readers have the right to it. */
export async function buildSourceWalls(client: ClientBase, roles: RoleNames, source: string): Promise<void> {
  const right = quoteName(roles.right(source));
  await ensureRight(client, roles.right(source));
  const { rows } = await client.query<{ name: string }>('select current_user as name');
  await ensureSchema(client, source, rows[0]?.name ?? '');
  await client.query(
    `grant usage on schema ${quoteName(source)} to ${right};
     alter default privileges in schema ${quoteName(source)} grant select on tables to ${right}`,
  );
}

/** Makes the login that reads exactly these catalogues. */
export async function buildReaderWalls(
  client: ClientBase,
  roles: RoleNames,
  reads: readonly string[],
): Promise<string> {
  const reader = roles.reader(reads);
  await ensureLogin(client, roles, reader);
  await setReads(client, roles, reader, reads);
  return reader;
}

async function ensureLogin(client: ClientBase, roles: RoleNames, role: string): Promise<void> {
  await ensureRole(client, role);
  const verifier = createScramVerifier(role, roles.password(role));
  await client.query(`alter role ${quoteName(role)} with login inherit password ${quoteText(verifier)}`);
}

async function ensureRight(client: ClientBase, role: string): Promise<void> {
  await ensureRole(client, role);
}

async function ensureRole(client: ClientBase, role: string): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = ${quoteText(role)}) then
      create role ${quoteName(role)};
    end if;
  end $$`);
}

/** One that somebody else made is not touched: its owner could read and change what is built there. */
async function ensureSchema(client: ClientBase, schema: string, owner: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    'select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = $1',
    [schema],
  );
  const found = rows[0]?.owner;
  if (found === undefined)
    await client.query(`create schema ${quoteName(schema)} authorization ${quoteName(owner)}`);
  else if (found !== owner) throw new PlatformError('HF_WAREHOUSE_SCHEMA_TAKEN', { schema, owner: found });
}

/** Gives the rights to these catalogues and takes back all others. */
async function setReads(
  client: ClientBase,
  roles: RoleNames,
  role: string,
  reads: readonly string[],
): Promise<void> {
  const wanted = new Set(reads.map(roles.right));
  const { rows } = await client.query<{ name: string }>(
    `select distinct r.rolname as name from pg_auth_members m
     join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member where u.rolname = $1`,
    [role],
  );
  const held = new Set(rows.map(({ name }) => name));
  for (const right of wanted) {
    if (held.has(right)) continue;
    await ensureRight(client, right);
    await client.query(`grant ${quoteName(right)} to ${quoteName(role)}`);
  }
  for (const right of held) {
    if (!wanted.has(right)) await client.query(`revoke ${quoteName(right)} from ${quoteName(role)}`);
  }
}
