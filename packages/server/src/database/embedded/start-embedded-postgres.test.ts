import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readPostmaster } from './postmaster.ts';
import type { EmbeddedPostgres, PostgresConnection } from './start-embedded-postgres.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const isRoot = process.getuid?.() === 0;
const fixture = fileURLToPath(new URL('start-embedded-postgres.fixture.ts', import.meta.url));

async function createDataDir({ parent = os.tmpdir(), mode = 0o711 } = {}): Promise<string> {
  const folder = await mkdtemp(path.join(parent, 'honeyframe-postgres-'));
  await chmod(folder, mode);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log, durability: 'off' });
  onTestFinished(() => server.stop());
  return server;
}

async function query(connection: string | PostgresConnection, text: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly connection: PostgresConnection;
  readonly attached: boolean;
  readonly uid: number;
}

async function startInProcess(dataDir: string, uid?: number): Promise<Started> {
  const options = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, [fixture, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...options,
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...JSON.parse(String(line)) };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('startEmbeddedPostgres', () => {
  it('creates a database, serves it on a socket only, and keeps it over a restart', async () => {
    const dataDir = await createDataDir();
    const first = await start(dataDir);
    expect(await query(first.url, "SELECT current_setting('listen_addresses') AS value")).toEqual([
      { value: '' },
    ]);
    await query(first.connection, 'CREATE TABLE kept AS SELECT 1 AS id');
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow();

    const second = await start(dataDir);
    expect(second.attached).toBe(false);
    expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('refuses a wrong password', async () => {
    const server = await start(await createDataDir());
    const wrong = { ...server.connection, password: 'wrong' };
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps password, data and socket to itself', async () => {
    const dataDir = await createDataDir();
    const server = await start(dataDir);
    const modes = await Promise.all(
      [path.join(dataDir, 'postgres/password'), server.dataFolder, server.socketFolder].map(
        async (file) => (await lstat(file)).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o600, 0o700, 0o700]);
  });

  it('attaches to the server that a killed platform left running', async () => {
    const dataDir = await createDataDir();
    const killed = await startInProcess(dataDir);
    await query(killed.connection, 'CREATE TABLE kept AS SELECT 1 AS id');
    await kill(killed.child);

    const server = await start(dataDir);
    expect(server.attached).toBe(true);
    expect(await query(server.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
    await server.stop();
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow();
  });

  it('starts the server again that was killed, on the same data, and stops it in the end', async () => {
    const dataDir = await createDataDir();
    const server = await start(dataDir);
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS id');
    // Without durability what is not on the disk yet is lost.
    await query(server.url, 'CHECKPOINT');
    const killed = await readPostmaster(server.dataFolder);
    process.kill(killed?.pid ?? 0, 'SIGKILL');
    const readKept = async () => expect(await query(server.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
    await vi.waitFor(readKept, { timeout: 20_000 });
    expect((await readPostmaster(server.dataFolder))?.pid).not.toBe(killed?.pid);
    await server.stop();
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow();
  });

  it('starts although a pid file names a process that is something else by now', async () => {
    const dataDir = await createDataDir();
    const first = await start(dataDir);
    const pidFile = path.join(first.dataFolder, 'postmaster.pid');
    const content = await readFile(pidFile, 'utf8');
    await first.stop();
    await writeFile(pidFile, content.replace(/^\d+/, String(process.pid)));

    const second = await start(dataDir);
    expect(second.attached).toBe(false);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('uses a short socket folder of its own where the path would be too long', async () => {
    const parent = await createDataDir();
    const dataDir = path.join(parent, 'long-'.repeat(20));
    await mkdir(dataDir, { mode: 0o711 });
    const first = await start(dataDir);
    onTestFinished(() => rm(first.socketFolder, { recursive: true, force: true }));
    expect(first.socketFolder.startsWith(dataDir)).toBe(false);
    expect((await lstat(first.socketFolder)).mode & 0o777).toBe(0o700);
    await first.stop();

    const second = await start(dataDir);
    expect(second.socketFolder).toBe(first.socketFolder);
  });

  it('refuses a data folder of another PostgreSQL major and leaves it alone', async () => {
    const dataDir = await createDataDir();
    const server = await start(dataDir);
    await server.stop();
    const versionFile = path.join(server.dataFolder, 'PG_VERSION');
    await writeFile(versionFile, '17\n');
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'HF_SYSTEM_POSTGRES_OTHER_VERSION' });
    expect(await readFile(versionFile, 'utf8')).toBe('17\n');
  });

  it('starts anew after a broken-off initialisation', async () => {
    const dataDir = await createDataDir();
    await mkdir(path.join(dataDir, 'postgres/data.unfinished/base'), { recursive: true });
    const server = await start(dataDir);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe.runIf(isRoot)('startEmbeddedPostgres as root', () => {
  it('lives outside a data directory that the database account cannot enter, and finds the way back', async () => {
    const dataDir = await createDataDir({ mode: 0o700 });
    const first = await start(dataDir);
    const outside = path.dirname(first.dataFolder);
    onTestFinished(() => rm(outside, { recursive: true, force: true }));
    expect(first.outsideDataDir).toBe(true);
    expect(outside).toMatch(/^\/var\/lib\/honeyframe\/[0-9a-f]{12}/);
    await first.stop();

    const second = await start(dataDir);
    expect(second.dataFolder).toBe(first.dataFolder);
  });

  it('leaves the database of a deleted data directory alone', async () => {
    const dataDir = await createDataDir({ mode: 0o700 });
    const first = await start(dataDir);
    onTestFinished(() => rm(path.dirname(first.dataFolder), { recursive: true, force: true }));
    await first.stop();
    await rm(path.join(dataDir, 'postgres'), { recursive: true });

    const second = await start(dataDir);
    onTestFinished(() => rm(path.dirname(second.dataFolder), { recursive: true, force: true }));
    expect(second.dataFolder).not.toBe(first.dataFolder);
  });

  it('serves an ordinary user just the same', async ({ skip }) => {
    const nobody = 65_534;
    const canRun = spawnSync(process.execPath, ['--check', fixture], { uid: nobody, gid: nobody, cwd: '/' });
    if (canRun.status !== 0) skip('an ordinary user cannot read this checkout');
    const dataDir = await createDataDir({ mode: 0o700 });
    await chown(dataDir, nobody, nobody);
    const { child, connection, uid } = await startInProcess(dataDir, nobody);
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.stdin?.end();
      await ended;
    });
    expect(uid).toBe(nobody);
    expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
