import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeFiles } from '@honeyframe/testkit/files';
import { type BenchResult, median } from './bench-result.ts';
import { type StartedServer, startServer } from './servers/start-server.ts';

const EDITS = 15;
const RELOADS = 100;
const GOAL_MS = 300;
const GOAL_BYTES = 5_000_000;
const POLL_MS = 5;

const manifest =
  'name: bench\nversion: 0.1.0\nrouters: ["./backend/ping.ts:router"]\npermissions: [bench.read]\nseed_groups: [{ name: bench_users, permissions: [bench.read] }]\n';

/** A router that answers `edit`, with about `bytes` of constants that it keeps. */
function renderRouter(edit: number, bytes: number): string {
  const line = (index: number) => `  ['key ${index}', 'value ${edit} ${'x'.repeat(80)}'],\n`;
  const table = Array.from({ length: Math.ceil(bytes / line(0).length) }, (_, index) => line(index)).join('');
  return `const table = new Map([\n${table}]);
export const router = async (app) => {
  app.get('/ping', { config: { permission: 'bench.read' } }, async () => ({ edit: ${edit}, keys: table.size }));
};\n`;
}

/** From saving a router in an editor to the first answer of the new code; and what reloading costs in memory. */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-bench-'));
  // As root the database runs under another account, which must be able to pass through.
  await chmod(folder, 0o711);
  const plugin = path.join(folder, 'install', 'plugins', 'bench');
  await writeFiles(plugin, { 'plugin.yaml': manifest, 'backend/ping.ts': renderRouter(0, 1_000) });
  const server = await startServer('platform-server.ts', { BENCH_LOG: 'off', BENCH_FOLDER: folder });
  const edit = (number: number, bytes: number) =>
    writeFile(path.join(plugin, 'backend', 'ping.ts'), renderRouter(number, bytes));
  try {
    return [await measureEdits(server, edit), await measureHeap(server, edit)];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Edit = (number: number, bytes: number) => Promise<void>;

async function measureEdits(server: StartedServer, edit: Edit): Promise<BenchResult> {
  const times: number[] = [];
  for (let number = 1; number <= EDITS; number += 1) {
    // The platform has come to rest after the edit before.
    await setTimeout(300);
    const start = performance.now();
    await edit(number, 1_000);
    await untilLive(server, number);
    times.push(performance.now() - start);
  }
  const value = Math.round(median(times));
  return {
    name: 'edit-to-live backend',
    value,
    unit: 'ms',
    goal: GOAL_MS,
    floor: GOAL_MS,
    ok: value <= GOAL_MS,
    raw: times,
  };
}

async function measureHeap(server: StartedServer, edit: Edit): Promise<BenchResult> {
  const reload = async (number: number): Promise<void> => {
    await edit(number, 1_000_000);
    await untilLive(server, number);
  };
  // The first ones fill caches and compile what reloading itself needs.
  for (let number = 1_000; number < 1_010; number += 1) await reload(number);
  const before = await server.heap();
  for (let number = 2_000; number < 2_000 + RELOADS; number += 1) await reload(number);
  // Versions that were replaced go when their last request is answered.
  await setTimeout(1_000);
  const after = await server.heap();
  const value = after - before;
  return {
    name: 'edit-to-live heap-100-reloads',
    value,
    unit: 'bytes',
    goal: GOAL_BYTES,
    floor: GOAL_BYTES,
    ok: value <= GOAL_BYTES,
    raw: { before, after },
  };
}

async function untilLive(server: StartedServer, edit: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${server.url}/api/bench/ping`, { headers: { cookie: server.cookie } });
    const answer = (await response.json()) as { edit?: number };
    if (answer.edit === edit) return;
    await setTimeout(POLL_MS);
  }
}
