import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createDatabase, type EmbeddedPostgres, startEmbeddedPostgres } from '@honeyframe/server';
import { Pool } from 'undici';
import { type BenchResult, median } from './bench-result.ts';
import { generatePlugins } from './plugins/generate-plugins.ts';
import { startServer } from './servers/start-server.ts';

const COUNTS = [0, 50, 100, 200];
const ROUNDS = 3;
const GOALS = { warm: 5, cold: 15 };
/** What finding a folder may cost before the platform listens; mounting a plugin takes several times that. */
const LISTENING_GOAL = 1.5;

const account = { email: 'bench@example.org', password: 'correct horse battery staple' };

/**
 * What one more plugin adds to a start, until the first request of each plugin has been answered: on the first start,
 * which installs them (cold), and on the next (warm). The slope of a line through 0, 50, 100 and 200 plugins, so that
 * what the platform itself needs does not count.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-start-'));
  await chmod(folder, 0o711);
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), log });
  try {
    const points: Point[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const count of COUNTS) points.push(...(await measureCount({ folder, postgres, round, count })));
    }
    return describe(points);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One start; times in milliseconds since the process was made. */
interface Point {
  readonly kind: 'cold' | 'warm';
  readonly count: number;
  readonly listening: number;
  readonly answered: number;
  readonly cpu: number;
}

interface Measurement {
  readonly folder: string;
  readonly postgres: EmbeddedPostgres;
  readonly round: number;
  readonly count: number;
}

/** The platform is set up and signed in to before it sees a plugin. */
async function measureCount({ folder, postgres, round, count }: Measurement): Promise<Point[]> {
  const name = `bench_${round}_${count}`;
  const installDir = path.join(folder, name, 'install');
  await mkdir(path.join(installDir, 'plugins'), { recursive: true });
  const env = {
    INSTALL_DIR: installDir,
    DATA_DIR: path.join(folder, name, 'data'),
    DATABASE_URL: await createDatabase(postgres.url, name),
    PORT: '0',
    HONEYFRAME_ADMIN_EMAIL: account.email,
    HONEYFRAME_ADMIN_PASSWORD: account.password,
    // dbt's installation would only take the machine's time: nothing is built here.
    HONEYFRAME_PYTHON: '/nonexistent',
  };
  const cookie = await setUp(env);
  const slugs = await generatePlugins(path.join(installDir, 'plugins'), count);
  const cold = await measureStart(env, slugs, cookie);
  const warm = await measureStart(env, slugs, cookie);
  return [
    { kind: 'cold', count, ...cold },
    { kind: 'warm', count, ...warm },
  ];
}

async function setUp(env: Record<string, string>): Promise<string> {
  const server = await startServer('timed-server.ts', env);
  const response = await fetch(`${server.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  await server.stop();
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function measureStart(
  env: Record<string, string>,
  slugs: readonly string[],
  cookie: string,
): Promise<Omit<Point, 'kind' | 'count'>> {
  const started = performance.now();
  const server = await startServer('timed-server.ts', env);
  const listening = performance.now() - started;
  const pool = new Pool(server.url, { connections: Math.max(1, slugs.length) });
  const paths = slugs.length > 0 ? slugs.map((slug) => `/api/${slug}/patients/0`) : ['/healthz'];
  await Promise.all(paths.map((url) => ask(pool, url, cookie)));
  const answered = performance.now() - started;
  const { user, system } = await server.usage();
  await pool.close();
  await server.stop();
  return { listening, answered, cpu: (user + system) / 1000 };
}

async function ask(pool: Pool, url: string, cookie: string): Promise<void> {
  const { statusCode, body } = await pool.request({ path: url, method: 'GET', headers: { cookie } });
  if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${await body.text()}`);
  await body.dump();
}

function describe(points: readonly Point[]): BenchResult[] {
  const of = (kind: Point['kind']) => points.filter((point) => point.kind === kind);
  const result = (name: string, value: number, goal: number, raw?: unknown): BenchResult => ({
    name: `start-per-plugin ${name}`,
    value,
    unit: 'ms a plugin',
    goal,
    floor: goal,
    ok: value <= goal,
    ...(raw === undefined ? {} : { raw }),
  });
  return [
    result('warm', slope(of('warm'), 'answered'), GOALS.warm, points),
    result('cold', slope(of('cold'), 'answered'), GOALS.cold),
    result('listening', slope(of('warm'), 'listening'), LISTENING_GOAL),
  ];
}

/** Least squares through the medians of each count. */
function slope(points: readonly Point[], field: 'listening' | 'answered'): number {
  const medians = COUNTS.map((count) =>
    median(points.filter((point) => point.count === count).map((point) => point[field])),
  );
  const meanCount = mean(COUNTS);
  const meanTime = mean(medians);
  const covariance = COUNTS.map((count, i) => (count - meanCount) * ((medians[i] ?? 0) - meanTime));
  const variance = COUNTS.map((count) => (count - meanCount) ** 2);
  return mean(covariance) / mean(variance);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
