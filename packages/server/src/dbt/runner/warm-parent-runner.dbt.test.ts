import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import type { DbtOrder } from '../dbt-runner.ts';
import type { DbtEvent } from './dbt-event.ts';
import { createOrder, endless } from './order.fixture.ts';
import { isRunning, listChildren, listProcessesIn } from './processes.fixture.ts';
import { WarmParentRunner, type WarmParentRunnerOptions } from './warm-parent-runner.ts';

async function createFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'honeyframe-warm-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function openRunner(options: Partial<WarmParentRunnerOptions> = {}) {
  const warn = vi.fn();
  const runner = new WarmParentRunner({ log: { warn }, ...options });
  onTestFinished(() => runner.close());
  return { runner, warn };
}

// Of the runner that other files of this worker share, and of what else they left.
const others = await listChildren(process.pid);

/** Parents of this file's own runners. */
async function listParents(): Promise<number[]> {
  return (await listChildren(process.pid)).filter((pid) => !others.includes(pid));
}

const one = { 'models/one.sql': 'select 1 as id' };

/** Resolves when dbt executes its first node. */
function watchStart(order: DbtOrder) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onEvent = (event: DbtEvent) => void (event.kind === 'node_started' && resolve());
  return { order: { ...order, onEvent }, started: promise };
}

it('forks one run after another, and several at a time, from one parent', async () => {
  const { runner, warn } = openRunner();
  const folder = await createFolder();
  const bin = inject('pythonBin');
  const build = async (name: string) =>
    runner.build(await createOrder({ folder: path.join(folder, name), bin, files: one }));
  expect(await build('first')).toMatchObject({ exit_code: 0, cancelled: false });
  const [parent] = await listParents();
  expect(await Promise.all([build('second'), build('third')])).toMatchObject([
    { exit_code: 0 },
    { exit_code: 0 },
  ]);
  expect(await listParents()).toEqual([parent]);
  expect(warn).not.toHaveBeenCalled();
  await runner.close();
  expect(await listParents()).toEqual([]);
});

it('starts a new parent after its share of runs, or when the parent is gone', async () => {
  const { runner, warn } = openRunner({ maxRuns: 1 });
  const folder = await createFolder();
  const order = await createOrder({ folder, bin: inject('pythonBin'), files: one });
  expect(await runner.parse(order)).toMatchObject({ exit_code: 0 });
  const [first] = await listParents();
  expect(await runner.parse(order)).toMatchObject({ exit_code: 0 });
  await vi.waitFor(async () => expect(await listParents()).not.toContain(first));
  for (const pid of await listParents()) process.kill(pid, 'SIGKILL');
  await vi.waitFor(async () => expect(await listParents()).toEqual([]));
  expect(await runner.parse(order)).toMatchObject({ exit_code: 0 });
  expect(warn).not.toHaveBeenCalled();
});

it('gives the memory of a parent back that nobody needs for a while, or that has grown', async () => {
  for (const options of [{ idleMilliseconds: 1 }, { maxBytes: 1 }]) {
    const { runner, warn } = openRunner(options);
    const folder = await createFolder();
    const order = await createOrder({ folder, bin: inject('pythonBin'), files: one });
    expect(await runner.parse(order)).toMatchObject({ exit_code: 0 });
    await vi.waitFor(async () => expect(await listParents()).toEqual([]), { timeout: 5000 });
    expect(await runner.parse(order)).toMatchObject({ exit_code: 0 });
    expect(warn).not.toHaveBeenCalled();
  }
});

it('ends a run as killed when its parent is killed', async () => {
  const { runner } = openRunner();
  const folder = await createFolder();
  const { order, started } = watchStart(
    await createOrder({ folder, bin: inject('pythonBin'), files: endless }),
  );
  const outcome = runner.build(order);
  await started;
  for (const pid of await listParents()) process.kill(pid, 'SIGKILL');
  expect(await outcome).toMatchObject({ exit_code: null, exit_signal: 'SIGKILL', cancelled: false });
  expect(await listProcessesIn(folder)).toEqual([]);
});

it('cancels a run that waits for the parent at once', async () => {
  const { runner, warn } = openRunner();
  const order = await createOrder({ folder: await createFolder(), bin: inject('pythonBin'), files: one });
  const controller = new AbortController();
  const outcome = runner.build({ ...order, signal: controller.signal });
  const began = performance.now();
  controller.abort();
  expect(await outcome).toMatchObject({ exit_code: null, cancelled: true });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(warn).not.toHaveBeenCalled();
});

it('serves with cold children where the parent does not start', async () => {
  const folder = await createFolder();
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const python = `#!/bin/sh\ncase "$*" in *honeyframe_parent.py*) echo broken >&2; exit 3;; esac\nexec ${inject('pythonBin')}/python "$@"\n`;
  await writeFile(path.join(bin, 'python'), python, { mode: 0o755 });
  const { runner, warn } = openRunner();
  const order = await createOrder({ folder: path.join(folder, 'run'), bin, files: one });
  expect(await runner.parse(order)).toMatchObject({ exit_code: 0 });
  expect(String(warn.mock.calls[0]?.[0].err)).toContain('broken');
});

it('leaves no process when the platform is killed', async () => {
  const folder = await createFolder();
  const program = path.join(import.meta.dirname, 'endless-run.fixture.ts');
  const platform = spawn(process.execPath, [program, folder, inject('pythonBin')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void platform.kill('SIGKILL'));
  for await (const line of createInterface({ input: platform.stdout })) if (line === 'started') break;
  const left = [...(await listProcessesIn(folder)), ...(await listChildren(platform.pid ?? 0))];
  expect(left.length).toBeGreaterThanOrEqual(2);
  platform.kill('SIGKILL');
  for (const pid of [...left, ...(await listProcessesIn(folder))]) {
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  }
  expect(await listProcessesIn(folder)).toEqual([]);
});
