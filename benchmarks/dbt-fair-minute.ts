import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { accessApi, createApiClient, type DbtRun, dbtApi, dbtSchedulesApi } from '@honeyframe/contract/api';
import { signIn, type TestUser } from '@honeyframe/testkit';
import { type BenchResult, median } from './bench-result.ts';
import { readDbtMemory } from './dbt/read-dbt-memory.ts';
import { writeProject } from './dbt/write-project.ts';
import { type ServedPlatform, startServe } from './servers/start-serve.ts';

const WORKSPACES = 10;
const ORGS = 5;
const RUNS = WORKSPACES * ORGS;
const LIMIT_MB = 1500;
const LIMIT_MS = 300;
const LIMIT_RATIO = 2;
/** Installing dbt and the first builds; then fifty builds on a slow machine. */
const PATIENCE_MS = 1_800_000;
/** A person clicks slower than this. */
const PAUSE_MS = 100;

const account = { email: 'bench@example.org', password: 'correct horse battery staple' };
const slugs = Array.from({ length: WORKSPACES }, (_, index) => `fair-${index}`);

/** Ten workspaces of five organisations, all due at the same minute by their schedules, while somebody opens pages. */
export async function run(): Promise<BenchResult[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-fair-'));
  await chmod(dataDir, 0o711);
  await writePlugins(path.join(dataDir, 'plugins'));
  await mkdir(path.join(dataDir, 'install/plugins'), { recursive: true });
  const server = await startServe({
    INSTALL_DIR: path.join(dataDir, 'install'),
    DATA_DIR: dataDir,
    HONEYFRAME_ADMIN_EMAIL: account.email,
    HONEYFRAME_ADMIN_PASSWORD: account.password,
  });
  try {
    const admin = await signIn(server.url, account.email, account.password);
    await until(async () => (await countRuns(admin, 'install', 'success')) === WORKSPACES);
    const people = await createOrgs(admin);
    const due = nextFreeMinute();
    await Promise.all(people.map((person) => schedule(person, due)));
    await setTimeout(due.getTime() - Date.now());
    return await measure(server, people, due);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function writePlugins(folder: string): Promise<void> {
  for (const slug of slugs) {
    const own = path.join(folder, slug);
    await writeProject(path.join(own, 'dbt'));
    await mkdir(path.join(own, 'backend/routers'), { recursive: true });
    await writeFile(path.join(own, 'plugin.yaml'), describePlugin(slug));
    await writeFile(path.join(own, 'backend/routers/rows.ts'), router(slug.replace('-', '_')));
  }
}

const describePlugin = (slug: string): string => `name: ${slug}
version: 1.0.0
routers: [./backend/routers/rows.ts:router]
dbt_workspace: dbt/
`;

const router = (catalogue: string): string => `import type { Router } from '@honeyframe/sdk/backend';

export const router: Router = async (app) => {
  app.get('/rows', { config: { permission: 'authenticated' } }, ({ ctx }) =>
    ctx.warehouse.query('select id, name, other from ${catalogue}.model_4 order by id'));
};
`;

/** The admin in the first organisation, which the start has built, and in four new ones. */
async function createOrgs(admin: TestUser): Promise<TestUser[]> {
  const people = [admin];
  for (let index = 1; index < ORGS; index += 1) {
    const body = { slug: `org-${index}`, name: `Organisation ${index}` };
    const { id } = await admin.client(accessApi).createOrg({ body });
    people.push(actIn(admin, id));
  }
  return people;
}

function actIn(user: TestUser, orgId: string): TestUser {
  const send: TestUser['fetch'] = (url, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-org-id', orgId);
    return user.fetch(url, { ...init, headers });
  };
  return { ...user, fetch: send, client: (table) => createApiClient(table, send) };
}

/** Late enough to make all schedules before. */
function nextFreeMinute(): Date {
  const minute = 60_000;
  return new Date((Math.floor((Date.now() + 30_000) / minute) + 1) * minute);
}

async function schedule(person: TestUser, due: Date): Promise<void> {
  const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
  for (const workspace of slugs) {
    const body = { workspace, name: 'fair', kind: 'cron' as const, cron };
    await person.client(dbtSchedulesApi).createSchedule({ body });
  }
}

async function measure(server: ServedPlatform, people: readonly TestUser[], due: Date) {
  const over = new AbortController();
  const visiting = visit(people[0] as TestUser, over.signal);
  const weighing = weigh(server.pid, over.signal);
  const runs = await waitForRuns(people);
  over.abort();
  const [times, megabytes] = await Promise.all([visiting, weighing]);
  return describe(runs, { times, megabytes, due });
}

/** Milliseconds of each answer, in turns of what the shell asks for and a plugin's route over what is being built. */
async function visit(person: TestUser, signal: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; !signal.aborted; turn += 1) {
    const url = turn % 2 === 0 ? '/api/shell' : `/api/${slugs[(turn >> 1) % WORKSPACES]}/rows`;
    const began = performance.now();
    const answer = await person.fetch(url);
    await answer.arrayBuffer();
    times.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
  return times;
}

async function weigh(pid: number, signal: AbortSignal): Promise<number[]> {
  const megabytes: number[] = [];
  while (!signal.aborted) {
    megabytes.push(await readDbtMemory(pid));
    await setTimeout(500, undefined, { signal }).catch(() => {});
  }
  return megabytes;
}

/** The scheduled runs of each organisation, when all are over. */
async function waitForRuns(people: readonly TestUser[]): Promise<DbtRun[][]> {
  const list = (person: TestUser) => listRuns(person, 'schedule');
  const isOver = ({ finished_at }: DbtRun) => finished_at !== null;
  let found: DbtRun[][] = [];
  await until(async () => {
    found = await Promise.all(people.map(list));
    return found.every((runs) => runs.length === WORKSPACES && runs.every(isOver));
  });
  return found;
}

async function listRuns(person: TestUser, trigger: string): Promise<DbtRun[]> {
  const query = { trigger, page_size: RUNS };
  return (await person.client(dbtApi).listRuns({ query })).rows;
}

async function countRuns(person: TestUser, trigger: string, state: DbtRun['state']): Promise<number> {
  const runs = await listRuns(person, trigger);
  const failed = runs.find((run) => run.state === 'error');
  if (failed) throw new Error(`${failed.workspace} was not built: ${failed.error?.message}`);
  return runs.filter((run) => run.state === state).length;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > limit) throw new Error('it took too long');
    await setTimeout(1000);
  }
}

interface Measured {
  readonly times: readonly number[];
  readonly megabytes: readonly number[];
  readonly due: Date;
}

function describe(runs: readonly DbtRun[][], { times, megabytes, due }: Measured): BenchResult[] {
  const done = runs.flat().filter(({ state }) => state === 'success').length;
  const last = runs.map((all) => Math.max(...all.map((run) => secondsAfter(due, run.finished_at))));
  const ratio = Math.max(...last) / median(last);
  const sorted = times.toSorted((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  const memory = Math.max(...megabytes);
  const raw = { last, requests: times.length, median_ms: median(times), max_ms: sorted.at(-1) };
  const row = (what: string, value: number, unit: string, goal: number, ok: boolean): BenchResult => ({
    ...{ name: `dbt-fair-minute ${what}`, value, unit, goal, floor: goal, ok, raw },
  });
  return [
    row('runs', done, 'runs done', RUNS, done === RUNS),
    row('memory', memory, 'MB of dbt', LIMIT_MB, memory <= LIMIT_MB),
    row('pages', p95, 'ms p95', LIMIT_MS, p95 <= LIMIT_MS),
    row('fairness', ratio, 'x the median', LIMIT_RATIO, ratio <= LIMIT_RATIO),
  ];
}

function secondsAfter(due: Date, at: string | null): number {
  return (Date.parse(at ?? '') - due.getTime()) / 1000;
}
