import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeFiles } from '@honeyframe/testkit/files';
import { Pool } from 'undici';
import { type BenchResult, median } from './bench-result.ts';
import { type StartedServer, startServer } from './servers/start-server.ts';

// The compiler of V8 still gains after tens of thousands of requests, in both.
const WARM_UP = 30_000;
const REQUESTS = 12_000;
const ROUNDS = 7;
const CONNECTIONS = 16;
const PATH = '/api/bench/ping';

const plugin = {
  'plugin.yaml':
    'name: bench\nversion: 0.1.0\nrouters: ["./backend/ping.ts:router"]\npermissions: [bench.read]\nseed_groups: [{ name: bench_users, permissions: [bench.read] }]\n',
  'backend/ping.ts': `export const router = async (app) => {
    app.get('/ping', { config: { permission: 'bench.read' } }, async () => ({ pong: true }));
  };`,
};

/** A plugin's route with session, organisation and permission ÷ a bare Fastify route, in requests per CPU second. */
export async function run(): Promise<BenchResult[]> {
  return [await compare('on', 0.8), await compare('off', 0.9)];
}

async function compare(log: 'on' | 'off', goal: number): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-bench-'));
  // As root the database runs under another account, which must be able to pass through.
  await chmod(folder, 0o711);
  await writeFiles(path.join(folder, 'install', 'plugins', 'bench'), plugin);
  const bare = await startServer('bare-server.ts', { BENCH_LOG: log });
  const platform = await startServer('platform-server.ts', { BENCH_LOG: log, BENCH_FOLDER: folder });
  try {
    // The same bytes are sent to both.
    const { cookie } = platform;
    await measure(bare, cookie, WARM_UP);
    await measure(platform, cookie, WARM_UP);
    const rounds: { bare: number; platform: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({
        bare: await measure(bare, cookie, REQUESTS),
        platform: await measure(platform, cookie, REQUESTS),
      });
    }
    const value = median(rounds.map((round) => round.platform / round.bare));
    return {
      name: `route-overhead log-${log}`,
      value,
      unit: 'ratio',
      goal,
      floor: goal,
      ok: value >= goal,
      raw: rounds,
    };
  } finally {
    await Promise.all([bare.stop(), platform.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Requests per second of CPU time that the server used. */
async function measure(server: StartedServer, cookie: string, requests: number): Promise<number> {
  const pool = new Pool(server.url, { connections: CONNECTIONS });
  const before = await server.usage();
  let left = requests;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { statusCode, body } = await pool.request({
        path: PATH,
        method: 'GET',
        headers: { cookie },
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`${server.url}${PATH} answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const after = await server.usage();
  await pool.close();
  return requests / ((after.user + after.system - before.user - before.system) / 1e6);
}
