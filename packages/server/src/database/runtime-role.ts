import { PlatformError } from '@honeyframe/contract';
import { DatabaseError, type Pool } from 'pg';
import { quoteIdentifier, quoteLiteral } from './roles.ts';

export interface RuntimeRoleOptions {
  readonly role: string;
  readonly password: string;
  readonly schema: string;
}

const AUDIT_COLUMNS = [
  'org_id',
  'actor_id',
  'actor',
  'action',
  'plugin',
  'target_type',
  'target_id',
  'details',
  'request_id',
  'ip',
];

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Makes or renews the login that serves requests: it reads and writes rows, makes no tables, and may only add to
 * the audit log. NOINHERIT, so that membership in a plugin's role counts after SET ROLE alone.
 */
export async function ensureRuntimeRole(pool: Pool, options: RuntimeRoleOptions): Promise<void> {
  const statements = createStatements(options);
  try {
    await pool.query(statements);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    const { rows } = await pool.query<{ name: string }>('select current_user as name');
    throw new PlatformError(
      'HF_DATABASE_ROLE_RIGHTS',
      { role: rows[0]?.name ?? '', sql: `ALTER ROLE ${quoteIdentifier(rows[0]?.name ?? '')} CREATEROLE;` },
      { cause: error },
    );
  }
}

function createStatements({ role, password, schema }: RuntimeRoleOptions): string {
  const name = quoteIdentifier(role);
  const target = quoteIdentifier(schema);
  return `
    -- One transaction, as every simple query: of two platforms that start at once the second waits, instead of failing
    -- with 'tuple concurrently updated'.
    select pg_advisory_xact_lock(hashtext('honeyframe.runtime_role'));
    do $$ begin
      if not exists (select from pg_roles where rolname = ${quoteLiteral(role)}) then
        create role ${name} login noinherit;
      end if;
    end $$;
    -- NOCREATEDB and NOCREATEROLE are the defaults; only a role that has CREATEDB itself may even mention it.
    alter role ${name} with login noinherit password ${quoteLiteral(password)};
    grant usage on schema ${target} to ${name};
    grant select, insert, update, delete on all tables in schema ${target} to ${name};
    grant usage, select on all sequences in schema ${target} to ${name};
    -- Events are added and read, no more; their number and time are the database's own.
    revoke all on ${target}.audit_log from ${name};
    grant select on ${target}.audit_log to ${name};
    grant insert (${AUDIT_COLUMNS.join(', ')}) on ${target}.audit_log to ${name};
    revoke all on ${target}.kysely_migration, ${target}.kysely_migration_lock from ${name};
  `;
}
