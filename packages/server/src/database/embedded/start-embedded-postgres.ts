import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import pg from 'pg';
import type { BaseLogger } from 'pino';
import { choosePlace, type Place } from './choose-place.ts';
import { chooseSocketFolder, SOCKET_PORT } from './choose-socket-folder.ts';
import { copyBinaries } from './copy-binaries.ts';
import { initialiseCluster, SUPERUSER } from './initialise-cluster.ts';
import { KeptPostmaster } from './kept-postmaster.ts';
import { locateBinaries } from './locate-binaries.ts';
import { findRunningPostmaster, type Postmaster, spawnPostmaster, stopPostmaster } from './postmaster.ts';
import { runAs } from './run-as.ts';

export interface StartEmbeddedPostgresOptions {
  /** A data directory whose lock the caller holds. */
  readonly dataDir: string;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** 'off' is for tests: a power cut loses everything, and all is faster. */
  readonly durability?: 'on' | 'off';
}

/** How to connect as the superuser, in the terms of the driver. */
export interface PostgresConnection {
  /** The folder of the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A running PostgreSQL of the platform's own. */
export interface EmbeddedPostgres {
  /** The same as `connection`, as a URL with the socket folder in `?host=`. */
  readonly url: string;
  readonly connection: PostgresConnection;
  readonly dataFolder: string;
  readonly socketFolder: string;
  /** True when a server was found that a killed platform had left running. */
  readonly attached: boolean;
  /** True when the database lives outside DATA_DIR, because its account cannot get there. */
  readonly outsideDataDir: boolean;
  /** Ends all sessions and the server; calling it again does nothing. */
  stop(): Promise<void>;
}

/** Makes the database where there is none, starts it or attaches to a running one. */
export async function startEmbeddedPostgres(
  options: StartEmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const place = await choosePlace(options.dataDir);
  reportPlace(place, options);
  const running = await findRunningPostmaster(place);
  const start = async () => (await findRunningPostmaster(place)) ?? (await startServer(place, options));
  const first = running ?? (await startServer(place, options));
  const kept = new KeptPostmaster({
    first,
    start,
    stop: (postmaster) => stopPostmaster(place, postmaster),
    log: options.log,
  });
  const about = await describeServer(place, first).catch(async (error: unknown) => {
    await kept.stop();
    throw error;
  });
  return { ...about, attached: running !== undefined, stop: () => kept.stop() };
}

async function startServer(
  place: Place,
  { log, durability }: StartEmbeddedPostgresOptions,
): Promise<Postmaster> {
  const durable = durability !== 'off';
  const located = await locateBinaries();
  const binaries = await copyBinaries(located, place.binariesFolder);
  await requireRunnable(place, binaries);
  const created = await initialiseCluster({ place, binaries, major: located.major, durable });
  if (created) log.info({ folder: place.dataFolder }, 'Created the database');
  const socketFolder = await chooseSocketFolder(place);
  return spawnPostmaster(place, binaries, serverArguments(socketFolder, durable));
}

/** Small enough for a 1 GB machine, enough for the platform's pools. */
function serverArguments(socketFolder: string, durable: boolean): string[] {
  const settings = {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function requireRunnable(place: Place, binaries: string): Promise<void> {
  const { exitCode, output } = await runAs(place.account, path.join(binaries, 'bin', 'postgres'), [
    '--version',
  ]);
  if (exitCode === 0) return;
  throw new PlatformError('HF_SYSTEM_POSTGRES_UNREACHABLE', {
    account: place.account?.name ?? `user ${process.getuid?.()}`,
    folder: binaries,
    reason: output.trim().split('\n').at(-1) ?? 'no output',
  });
}

async function describeServer(
  place: Place,
  postmaster: Postmaster,
): Promise<Omit<EmbeddedPostgres, 'attached' | 'stop'>> {
  const password = (await readFile(place.passwordFile, 'utf8')).trim();
  const connection: PostgresConnection = {
    host: postmaster.socketFolder,
    port: SOCKET_PORT,
    user: SUPERUSER,
    password,
    database: 'postgres',
  };
  await requireConnection(place, connection);
  return {
    url: formatUrl(connection),
    connection,
    dataFolder: place.dataFolder,
    socketFolder: postmaster.socketFolder,
    outsideDataDir: place.outsideDataDir,
  };
}

async function requireConnection(place: Place, connection: PostgresConnection): Promise<void> {
  const client = new pg.Client(connection);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const context = { step: 'accept a connection', reason, log_file: place.logFile };
    throw new PlatformError('HF_SYSTEM_POSTGRES_FAILED', context, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

function formatUrl({ user, password, database, host }: PostgresConnection): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}`;
}

function reportPlace(place: Place, { log, dataDir }: StartEmbeddedPostgresOptions): void {
  if (!place.outsideDataDir) return;
  log.info(
    { folder: place.root },
    `The database lives in '${place.root}': the account '${place.account?.name}' cannot enter '${dataDir}'`,
  );
}
