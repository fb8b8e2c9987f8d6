import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BenchResult, median } from './bench-result.ts';
import { readMemory } from './servers/read-memory.ts';
import { startServe } from './servers/start-serve.ts';
import { signIn, type Visitor } from './servers/visitor.ts';

const LIMIT_MB = 250;
const ROUNDS = 3;
const QUERIES = 1_000;
const AT_ONCE = 8;
/** Loading the sample, installing dbt, and the first builds. */
const PREPARE_LIMIT_MS = 900_000;

const account = { email: 'bench@example.org', password: 'correct horse battery staple' };
const pages = [
  '/',
  '/plugins/healthcare/patients',
  '/plugins/healthcare/doctors',
  '/plugins/finance/costs',
  '/plugins/_demo/hello',
  '/data/runs',
  '/data/sources',
  '/admin/plugins',
  '/admin/groups',
  '/admin/users',
];
const pageData = [
  '/api/dashboards/home',
  '/api/dbt/runs',
  '/api/dbt/workspaces',
  '/api/plugins',
  '/api/groups',
  '/api/users',
];
/** What one query of the thousand may be: a plugin's routes over the tables that dbt built. */
const queries = [
  '/api/healthcare/patients?limit=50',
  '/api/healthcare/doctors?limit=50',
  '/api/healthcare/kpis',
  '/api/healthcare/encounters-by-month',
];

/** Resident memory of `honeyframe serve` with the bundled plugins, after a visit to ten pages and a thousand queries. */
export async function run(): Promise<BenchResult[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-memory-'));
  await chmod(dataDir, 0o711);
  const env = {
    DATA_DIR: dataDir,
    HONEYFRAME_ADMIN_EMAIL: account.email,
    HONEYFRAME_ADMIN_PASSWORD: account.password,
  };
  try {
    await prepare(env);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(env));
    return [describe(rounds)];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Round = Awaited<ReturnType<typeof readMemory>>;

function describe(rounds: readonly Round[]): BenchResult {
  const value = median(rounds.map((round) => round.server.rss_mb));
  return {
    name: 'server-memory',
    value,
    unit: 'MB RSS',
    goal: LIMIT_MB,
    floor: LIMIT_MB,
    ok: value <= LIMIT_MB,
    raw: rounds,
  };
}

/** The first start: installs the plugins, loads the samples and builds the tables; not measured. */
async function prepare(env: Record<string, string>): Promise<void> {
  const server = await startServe(env);
  try {
    const visitor = await signIn(server.url, account);
    const until = Date.now() + PREPARE_LIMIT_MS;
    while (!(await isBuilt(visitor))) {
      if (Date.now() > until) throw new Error("healthcare's tables were not built in time");
      await setTimeout(1_000);
    }
  } finally {
    await server.stop();
  }
}

interface Workspace {
  readonly slug: string;
  readonly last_run: { readonly state: string; readonly error: { readonly message: string } | null } | null;
}

async function isBuilt(visitor: Visitor): Promise<boolean> {
  const { workspaces } = (await visitor.read('/api/dbt/workspaces')) as { workspaces: readonly Workspace[] };
  const failed = workspaces.find(({ last_run }) => last_run?.state === 'error');
  if (failed)
    throw new Error(`${failed.slug} was not built: ${failed.last_run?.error?.message ?? 'see its log'}`);
  if (!workspaces.every(({ last_run }) => last_run?.state === 'success')) return false;
  const statuses = await Promise.all(queries.map((query) => visitor.status(query)));
  return statuses.every((status) => status === 200);
}

async function measure(env: Record<string, string>): Promise<Round> {
  const server = await startServe(env);
  try {
    const visitor = await signIn(server.url, account);
    for (const page of pages) await visitor.open(page);
    for (const url of pageData) await visitor.read(url);
    let next = 0;
    const ask = async (): Promise<void> => {
      while (next < QUERIES) {
        const query = queries[next++ % queries.length] ?? '/';
        const status = await visitor.status(query);
        if (status !== 200) throw new Error(`${query} answered ${status}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    return await readMemory(server.pid);
  } finally {
    await server.stop();
  }
}
