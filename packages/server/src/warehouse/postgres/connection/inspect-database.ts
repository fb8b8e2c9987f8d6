import type { WarehouseTest } from '@honeyframe/contract/api';
import { Client, type ClientBase } from 'pg';
import { quoteName } from '../../sql-text.ts';
import { createClientConfig } from './client-config.ts';
import { describeConnectionFailure } from './describe-connection-failure.ts';
import type { ServerAddress } from './server-address.ts';

/** What is missing here: the words for people, and a statement that mends it where there is one. */
type Problem = WarehouseTest['problems'][number];

interface Facts {
  readonly version: string;
  readonly version_number: number;
  readonly role: string;
  readonly database: string;
  readonly can_create_roles: boolean;
  readonly can_create_schemas: boolean;
  readonly is_standby: boolean;
  readonly has_platform: boolean;
}

/** Sessions end their queries when their client is gone since this one. */
const MINIMUM_VERSION = 140_000;

/** Looks whether builds can work in a database. Never throws: what went wrong is among the problems. */
export async function inspectDatabase(address: ServerAddress): Promise<WarehouseTest> {
  const client = new Client(
    createClientConfig(address, address, { application: 'honeyframe test', statementSeconds: 10 }),
  );
  client.on('error', () => {});
  try {
    await client.connect();
    const facts = await readFacts(client);
    const problems = [...listProblems(facts)];
    return { ok: problems.length === 0, server_version: facts.version, problems };
  } catch (error) {
    return { ok: false, server_version: null, problems: [describeConnectionFailure(error, address)] };
  } finally {
    await client.end().catch(() => {});
  }
}

async function readFacts(client: ClientBase): Promise<Facts> {
  const { rows } = await client.query<Facts>(`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int as version_number,
      current_user as role, current_database() as database,
      r.rolsuper or r.rolcreaterole as can_create_roles,
      has_database_privilege(current_database(), 'CREATE') as can_create_schemas,
      pg_is_in_recovery() as is_standby,
      to_regclass('honeyframe.kysely_migration') is not null as has_platform
    from pg_roles r where r.rolname = current_user`);
  const [facts] = rows;
  if (!facts) throw new Error('it says nothing about the role');
  return facts;
}

function* listProblems(facts: Facts): Generator<Problem> {
  const role = quoteName(facts.role);
  if (facts.version_number < MINIMUM_VERSION)
    yield { message: `it is PostgreSQL ${facts.version}`, hint: 'Use PostgreSQL 14 or newer.' };
  if (!facts.can_create_roles)
    yield {
      message: `the role '${facts.role}' may not create roles`,
      hint: `Run as a superuser: ALTER ROLE ${role} CREATEROLE;`,
    };
  if (!facts.can_create_schemas)
    yield {
      message: `the role '${facts.role}' may not create schemas in '${facts.database}'`,
      hint: `Run as its owner: GRANT CREATE ON DATABASE ${quoteName(facts.database)} TO ${role};`,
    };
  if (facts.is_standby)
    yield { message: 'the server is a standby and takes no changes', hint: 'Name the primary server.' };
  if (facts.has_platform)
    yield {
      message: "it is a platform's own database",
      hint: 'Name another database: plugins build in this one.',
    };
}
