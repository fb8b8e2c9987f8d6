import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { WarehouseRow } from '@honeyframe/sdk/backend';
import { Client, type ClientBase, Pool } from 'pg';
import type { SelectLimits } from '../readers/run-select.ts';
import type { WarehouseFile } from '../warehouse-files.ts';
import {
  createClientConfig,
  createLibpqConnection,
  type LibpqConnection,
} from './connection/client-config.ts';
import { describeReason } from './connection/describe-connection-failure.ts';
import { listAuthorities } from './connection/root-certificate.ts';
import { verifiesServer } from './connection/server-address.ts';
import type { KnownDatabase } from './connection/warehouse-connections.ts';
import { cutOnAbort } from './cut-on-abort.ts';
import { exportTables } from './mirror/export-tables.ts';
import { listMirrored, mirrorSource } from './mirror/mirror-source.ts';
import { runCursor } from './readers/run-cursor.ts';
import { buildReaderWalls, buildSourceWalls, buildWorkspaceWalls } from './walls/build-walls.ts';
import { dropLeftovers } from './walls/drop-leftovers.ts';
import { dropWalls } from './walls/drop-walls.ts';
import type { RoleNames } from './walls/role-names.ts';

export interface PostgresWarehouseOptions extends KnownDatabase {
  readonly orgId: string;
  readonly roles: RoleNames;
}

export interface PrepareBuildOptions {
  readonly catalogue: string;
  /** Its schemas, as PostgreSQL names them. */
  readonly schemas: readonly string[];
  readonly reads: readonly string[];
  /** Raw sources that it reads, as they are in files. */
  readonly sources: readonly WarehouseFile[];
  /** Empty; for tables on their way. */
  readonly folder: string;
  /** Aborting it ends what goes on, in the database too. */
  readonly signal: AbortSignal;
}

interface DbtSessionOptions {
  readonly application: string;
  readonly statementSeconds: number;
  /** Absolute, and the run's own; a file of the authorities that dbt is to trust is written there. */
  readonly folder: string;
}

export interface ConnectBuildOptions extends DbtSessionOptions {
  readonly catalogue: string;
}

export interface ConnectLookOptions extends DbtSessionOptions {
  /** Catalogues that it reads. */
  readonly names: readonly string[];
}

/** For the platform's own statements: walls, and copies of raw sources. */
const OWN_STATEMENT_SECONDS = 1800;

/** One organisation's PostgreSQL, as the login that it named. */
export class PostgresWarehouse {
  readonly databaseId: string;
  readonly #options: PostgresWarehouseOptions;
  readonly #pool: Pool;

  constructor(options: PostgresWarehouseOptions) {
    this.#options = options;
    this.databaseId = options.databaseId;
    const session = { application: 'honeyframe', statementSeconds: OWN_STATEMENT_SECONDS };
    const config = createClientConfig(options.address, options.address, session);
    this.#pool = new Pool({ ...config, max: 3, idleTimeoutMillis: 10_000 });
    // One that breaks while it is idle is replaced; while it is lent out, its query fails.
    this.#pool.on('connect', (client) => void client.on('error', () => {}));
    this.#pool.on('error', () => {});
  }

  /** Ends and drops what an earlier build left, brings raw sources up to date, and puts the walls up. */
  async prepareBuild(options: PrepareBuildOptions): Promise<void> {
    const { catalogue, schemas, sources, signal } = options;
    await this.endBuild(catalogue);
    const mirrored = await this.#run(listMirrored);
    const stale = sources.filter(({ id, name }) => mirrored.get(name) !== id);
    for (const source of stale) await this.#mirror(source, options);
    await this.#change(async (client) => {
      await dropLeftovers(client, { schemas, owner: this.#options.roles.builder(catalogue) });
      await buildWorkspaceWalls(client, this.#options.roles, options);
    }, signal);
  }

  /** How dbt connects: as the workspace's own login. */
  async connectBuild(options: ConnectBuildOptions): Promise<LibpqConnection> {
    const session = { ...options, searchPath: options.catalogue };
    return await this.#connectDbt(this.#options.roles.builder(options.catalogue), session);
  }

  /** How dbt connects to look at what was built: as a login that owns nothing. */
  async connectLook(options: ConnectLookOptions): Promise<LibpqConnection> {
    return await this.#connectDbt(await this.#ensureReader(options.names), options);
  }

  /** Ends every session of the workspace's login, whatever it calls itself: a workspace has one build at a time. */
  async endBuild(catalogue: string): Promise<void> {
    const role = this.#options.roles.builder(catalogue);
    await this.#run((client) =>
      client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and pid <> pg_backend_pid()',
        [role],
      ),
    );
  }

  /** Runs one SELECT with the rights of the workspace's builds. */
  async sample(catalogue: string, sql: string, limits: SelectLimits): Promise<WarehouseRow[]> {
    const login = this.#login(this.#options.roles.builder(catalogue));
    const session = { application: 'honeyframe sample', statementSeconds: limits.seconds };
    const client = new Client(
      createClientConfig(this.#options.address, login, { ...session, searchPath: catalogue }),
    );
    client.on('error', () => {});
    await client.connect();
    try {
      return await runCursor(client, { sql, parameters: [] }, limits);
    } finally {
      await client.end();
    }
  }

  /** Sessions that read exactly these catalogues. */
  async openReaders(names: readonly string[], seconds: number): Promise<Pool> {
    const role = await this.#ensureReader(names);
    const session = { application: 'honeyframe reader', statementSeconds: seconds };
    const config = createClientConfig(this.#options.address, this.#login(role), session);
    const pool = new Pool({ ...config, max: 3, idleTimeoutMillis: 30_000 });
    pool.on('connect', (client) => void client.on('error', () => {}));
    pool.on('error', () => {});
    return pool;
  }

  /** Removes a workspace or raw source with everything of it. */
  async dropCatalogue(name: string): Promise<void> {
    await this.endBuild(name);
    await this.#change((client) => dropWalls(client, this.#options.roles, name));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #mirror(source: WarehouseFile, { folder, signal }: PrepareBuildOptions): Promise<void> {
    const tables = await exportTables(source, folder, signal);
    await this.#change(async (client) => {
      await buildSourceWalls(client, this.#options.roles, source.name);
      await mirrorSource(client, source, tables);
    }, signal);
  }

  async #ensureReader(names: readonly string[]): Promise<string> {
    return await this.#change((client) => buildReaderWalls(client, this.#options.roles, names));
  }

  async #connectDbt(role: string, options: DbtSessionOptions & { readonly searchPath?: string }) {
    const { address } = this.#options;
    const authoritiesFile = path.join(options.folder, 'authorities.pem');
    if (verifiesServer(address)) await writeFile(authoritiesFile, listAuthorities(address), { mode: 0o600 });
    return await createLibpqConnection(address, this.#login(role), { ...options, authoritiesFile });
  }

  #login(user: string) {
    return { user, password: this.#options.roles.password(user) };
  }

  /** One at a time on all nodes: roles and rights of two transactions would collide. */
  async #change<T>(task: (client: ClientBase) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return await this.#run(async (client) => {
      await client.query(
        "begin; set local lock_timeout = '60s'; select pg_advisory_xact_lock(hashtext('honeyframe.warehouse'))",
      );
      try {
        const result = await task(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      }
    }, signal);
  }

  async #run<T>(task: (client: ClientBase) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      signal?.throwIfAborted();
      const client = await this.#pool.connect();
      using _ = signal && cutOnAbort(client, signal);
      try {
        return await task(client);
      } finally {
        client.release(signal?.aborted);
      }
    } catch (error) {
      throw describeFailure(error);
    }
  }
}

function describeFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError('HF_WAREHOUSE_UNREACHABLE', { reason: describeReason(error) }, { cause: error });
}
