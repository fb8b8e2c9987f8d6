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
import type { KnownDatabase } from './connection/warehouse-connections.ts';
import { exportTables } from './mirror/export-tables.ts';
import { listMirrored, mirrorSource } from './mirror/mirror-source.ts';
import { runCursor } from './readers/run-cursor.ts';
import { buildReaderWalls, buildSourceWalls, buildWorkspaceWalls } from './walls/build-walls.ts';
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
}

export interface ConnectBuildOptions {
  readonly catalogue: string;
  readonly application: string;
  readonly statementSeconds: number;
  /** PEM file of the authorities that dbt is to trust. */
  readonly rootCertificates: string;
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

  /** Ends what an earlier build left, brings raw sources up to date, and puts the walls up. */
  async prepareBuild(options: PrepareBuildOptions): Promise<void> {
    const { catalogue, sources, folder } = options;
    await this.endBuild(catalogue);
    const mirrored = await this.#run(listMirrored);
    const stale = sources.filter(({ id, name }) => mirrored.get(name) !== id);
    for (const source of stale) await this.#mirror(source, folder);
    await this.#change((client) => buildWorkspaceWalls(client, this.#options.roles, options));
  }

  /** How dbt connects: as the workspace's own login. */
  async connectBuild(options: ConnectBuildOptions): Promise<LibpqConnection> {
    const login = this.#login(this.#options.roles.builder(options.catalogue));
    const session = { ...options, searchPath: options.catalogue };
    return await createLibpqConnection(this.#options.address, login, session);
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
    const role = await this.#change((client) => buildReaderWalls(client, this.#options.roles, names));
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

  async #mirror(source: WarehouseFile, folder: string): Promise<void> {
    const tables = await exportTables(source, folder);
    await this.#change(async (client) => {
      await buildSourceWalls(client, this.#options.roles, source.name);
      await mirrorSource(client, source, tables);
    });
  }

  #login(user: string) {
    return { user, password: this.#options.roles.password(user) };
  }

  /** One at a time on all nodes: roles and rights of two transactions would collide. */
  async #change<T>(task: (client: ClientBase) => Promise<T>): Promise<T> {
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
    });
  }

  async #run<T>(task: (client: ClientBase) => Promise<T>): Promise<T> {
    try {
      const client = await this.#pool.connect();
      try {
        return await task(client);
      } finally {
        client.release();
      }
    } catch (error) {
      throw describeFailure(error);
    }
  }
}

function describeFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  return new PlatformError('HF_WAREHOUSE_UNREACHABLE', { reason }, { cause: error });
}
