import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lifeCycleApi, type PluginStep } from '@honeyframe/contract/api';
import { createMember, signIn, type TestUser } from '@honeyframe/testkit';
import { type BenchResult, median } from './bench-result.ts';
import { findFreePort } from './servers/find-free-port.ts';
import { type StartedServer, startServer } from './servers/start-server.ts';
import { startClients } from './swap/clients.ts';
import { readGroup, swapSlugs, writeSwapPlugin } from './swap/swap-plugins.ts';
import { type Sighting, Tally } from './swap/tally.ts';

const STEPS = 50;
const REQUESTS = 50_000;
const LIMIT_MS = 100;
/** Between two steps, so that requests of all kinds begin and end around each. */
const PAUSE_MS = 500;
/** Each in turn; the plugin that they are taken on changes with the round. */
const round: readonly PluginStep[] = ['disable', 'enable', 'upgrade', 'roll_back', 'disable', 'enable'];

const account = { email: 'bench@example.org', password: 'correct horse battery staple' };

/** Two hundred clients of ten plugins, while one of them is enabled, disabled, upgraded and rolled back. */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-swap-'));
  // As root the database runs under another account, which must be able to pass through.
  await chmod(folder, 0o711);
  const plugins = path.join(folder, 'install', 'plugins');
  for (const slug of swapSlugs) await writeSwapPlugin(plugins, slug, '1.0.0');
  const port = await findFreePort();
  const start = (autoInstall: 'all' | 'none'): Promise<StartedServer> =>
    startServer('timed-server.ts', {
      INSTALL_DIR: path.join(folder, 'install'),
      DATA_DIR: path.join(folder, 'data'),
      PORT: String(port),
      // Installed already: what is done to an edited folder is the benchmark's to say.
      PLUGIN_AUTO_INSTALL: autoInstall,
      HONEYFRAME_ADMIN_EMAIL: account.email,
      HONEYFRAME_ADMIN_PASSWORD: account.password,
    });
  await prepare(await start('all'));
  let server = await start('none');
  try {
    const { url } = server;
    const admin = await signIn(url, account.email, account.password);
    const groups = swapSlugs.map(readGroup);
    const member = await createMember(admin, url, { email: 'member@example.org', groups });
    const load = { url, cookie: member.cookie };
    const steps = await underLoad(load, (tally) => takeSteps({ admin, plugins, tally }));
    const restart = await underLoad(load, async (tally) => {
      const begin = performance.now();
      await server.stop();
      server = await start('none');
      await waitForAnswers(tally);
      return performance.now() - begin;
    });
    return describe(steps, restart);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server listens before its plugins are installed; requests of theirs wait until they are. */
async function prepare(server: StartedServer): Promise<void> {
  const admin = await signIn(server.url, account.email, account.password);
  for (const slug of swapSlugs) await (await admin.fetch(`/api/${slug}/fast`)).text();
  await server.stop();
}

interface Loaded<T> {
  readonly outcome: T;
  readonly requests: number;
  readonly lost: readonly string[];
}

/** Does something while two hundred clients ask. */
async function underLoad<T>(
  load: { readonly url: string; readonly cookie: string },
  work: (tally: Tally) => Promise<T>,
): Promise<Loaded<T>> {
  const tally = new Tally();
  const clients = swapSlugs.flatMap((slug) => startClients({ ...load, slug, tally }));
  try {
    await setTimeout(PAUSE_MS);
    const outcome = await work(tally);
    return { outcome, requests: tally.requests, lost: [...tally.lost] };
  } finally {
    tally.isOver = true;
    await Promise.all(clients);
  }
}

interface TakenStep {
  readonly step: PluginStep;
  /** From sending the step until the last request was sent that still met what was before. */
  readonly ms: number;
  /** Until the step was answered. */
  readonly answered_ms: number;
}

interface StepsOptions {
  readonly admin: TestUser;
  readonly plugins: string;
  readonly tally: Tally;
}

async function takeSteps({ admin, plugins, tally }: StepsOptions): Promise<TakenStep[]> {
  const life = admin.client(lifeCycleApi);
  const taken: TakenStep[] = [];
  while (taken.length < STEPS || tally.requests < REQUESTS) {
    const step = round[taken.length % round.length] ?? 'enable';
    const turn = Math.floor(taken.length / round.length);
    const slug = swapSlugs[turn % swapSlugs.length] ?? '';
    const next = `1.${turn + 1}.0`;
    if (step === 'upgrade') await writeSwapPlugin(plugins, slug, next);
    const sightings = tally.watch(slug);
    const before = await findSeen(sightings);
    const begin = performance.now();
    await life.apply({ body: { step, plugin: slug } });
    const answered_ms = performance.now() - begin;
    await setTimeout(PAUSE_MS);
    taken.push({ step, ms: findLastOld(sightings, before, begin), answered_ms });
  }
  return taken;
}

/** What requests meet at present; waits for the next ones. */
async function findSeen(sightings: readonly Sighting[]): Promise<string> {
  for (;;) {
    await setTimeout(PAUSE_MS);
    const last = sightings.findLast(({ asked }) => asked > 0);
    if (last) return last.seen;
  }
}

function findLastOld(sightings: readonly Sighting[], before: string, begin: number): number {
  const old = sightings.filter(({ seen, asked }) => asked > begin && seen === before);
  return Math.max(0, ...old.map(({ asked }) => asked - begin));
}

async function waitForAnswers(tally: Tally): Promise<void> {
  const before = tally.requests - tally.lost.length;
  while (tally.requests - tally.lost.length - before < swapSlugs.length) await setTimeout(PAUSE_MS);
}

function describe(steps: Loaded<TakenStep[]>, restart: Loaded<number>): BenchResult[] {
  const simple = steps.outcome.filter(({ step }) => step === 'enable' || step === 'disable');
  const slowest = Math.max(...simple.map(({ ms }) => ms));
  const name = 'life-cycle-swap';
  return [
    {
      name: `${name} lost`,
      value: steps.lost.length,
      unit: `of ${steps.requests} requests`,
      goal: 0,
      floor: 0,
      ok: steps.lost.length === 0 && steps.requests >= REQUESTS && steps.outcome.length >= STEPS,
      raw: {
        lost: steps.lost.slice(0, 50),
        restart: { lost: restart.lost.length, of: restart.requests, ms: restart.outcome },
      },
    },
    {
      name: `${name} enable-disable`,
      value: slowest,
      unit: 'ms, slowest',
      goal: LIMIT_MS,
      floor: LIMIT_MS,
      ok: slowest <= LIMIT_MS,
      raw: { median: median(simple.map(({ ms }) => ms)), steps: steps.outcome },
    },
  ];
}
