import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { discoverReport } from '@honeyframe/host';
import { LineCounter, parseDocument } from 'yaml';
import type { BenchResult } from './bench-result.ts';

const COUNT = 1000;
/** The first rounds compile; they are run and not counted. */
const WARM_UP = 2;
const ROUNDS = 7;
const LIMIT = 1.5;
/** More at once only waits for the same four threads. */
const READ_AT_ONCE = 16;

/**
 * Discovery of a thousand complete plugins (manifest, two routers, a dbt project, a frontend), validated and compared
 * with their folders, against only reading and parsing their manifests. Both in turn, in one process.
 */
export async function run(): Promise<BenchResult[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'honeyframe-discover-'));
  try {
    const files = Array.from({ length: COUNT }, (_, index) => writePlugin(root, `plugin-${index}`));
    const rounds: Round[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) rounds.push(await measureRound(root, files));
    return [describe(rounds.slice(WARM_UP))];
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** CPU milliseconds, which other processes disturb less than the clock's. */
interface Round {
  readonly parse: number;
  readonly parseSync: number;
  readonly discover: number;
}

async function measureRound(root: string, files: readonly string[]): Promise<Round> {
  const parse = await cpuOf(async () => {
    for (let start = 0; start < files.length; start += READ_AT_ONCE) {
      const slice = files.slice(start, start + READ_AT_ONCE);
      for (const text of await Promise.all(slice.map((file) => readFile(file, 'utf8')))) parseText(text);
    }
  });
  const parseSync = await cpuOf(() => {
    for (const file of files) parseText(readFileSync(file, 'utf8'));
  });
  const discover = await cpuOf(async () => {
    const { plugins } = await discoverReport({ installDir: root, env: {} });
    const bad = plugins.find(({ diagnostics }) => diagnostics.length > 0);
    if (plugins.length !== COUNT || bad) {
      throw new Error(`not a fair run: ${JSON.stringify(bad?.diagnostics)}`);
    }
  });
  return { parse, parseSync, discover };
}

function parseText(text: string): void {
  parseDocument(text, { lineCounter: new LineCounter() }).toJS();
}

async function cpuOf(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function describe(rounds: readonly Round[]): BenchResult {
  // The ratio of each round, not of the sums: a disturbance then spoils one round.
  const value = median(rounds.map(({ parse, discover }) => discover / parse));
  return {
    name: 'discover-1000',
    value: Number(value.toFixed(3)),
    unit: 'x (readFile + parseDocument + LineCounter + toJS)',
    goal: LIMIT,
    floor: LIMIT,
    ok: value <= LIMIT,
    raw: {
      plugins: COUNT,
      // Against readFileSync, the cheapest way to read, which discovery uses too.
      ratio_to_sync: Number(median(rounds.map(({ parseSync, discover }) => discover / parseSync)).toFixed(3)),
      parse_cpu_ms: rounds.map(({ parse }) => Math.round(parse)),
      parse_sync_cpu_ms: rounds.map(({ parseSync }) => Math.round(parseSync)),
      discover_cpu_ms: rounds.map(({ discover }) => Math.round(discover)),
    },
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Writes one plugin as an author would, with the manifest of the design. */
function writePlugin(root: string, slug: string): string {
  const folder = path.join(root, 'plugins', slug);
  for (const inner of ['backend/routers', 'dbt', 'frontend/src'])
    mkdirSync(path.join(folder, inner), { recursive: true });
  for (const name of ['patients', 'doctors'])
    writeFileSync(path.join(folder, `backend/routers/${name}.ts`), router(name));
  writeFileSync(path.join(folder, 'dbt/dbt_project.yml'), `name: ${slug}\n`);
  writeFileSync(path.join(folder, 'frontend/src/index.tsx'), frontend);
  const file = path.join(folder, 'plugin.yaml');
  writeFileSync(file, manifest(slug));
  return file;
}

function manifest(slug: string): string {
  return `name: ${slug}                 # slug: ^_?[a-z][a-z0-9]*(-[a-z0-9]+)*$, at most 50, equals the directory name
version: 0.1.0                   # the plugin's semver; required
display_name: Healthcare         # default: the name in title case
routers:                         # module:export, a list
  - plugins.${slug}.backend.routers.patients:router
  - plugins.${slug}.backend.routers.doctors:router
dbt_workspace: dbt/              # relative to the plugin's root
frontend_entry: frontend/src/index.tsx
nav:
  - { label: Patient 360, path: /${slug}/patients, icon: users }
  - { label: Doctors, path: /${slug}/doctors, icon: stethoscope }
permissions: [patient.read, patient.edit, doctor.read]      # <resource>.<action>, lower case, digits, underscores
seed_groups:
  - { name: clinical_admin, permissions: [patient.read, patient.edit, doctor.read] }
  - { name: clinical_viewer, permissions: [patient.read, doctor.read] }
`;
}

function router(name: string): string {
  const routes = Array.from(
    { length: 5 },
    (_, index) =>
      `  app.get('/${name}/${index}', { config: { permission: 'patient.read' } }, async () => ({ index: ${index} }));\n`,
  );
  return `import type { Router } from '@honeyframe/sdk/backend';\n\nexport const router: Router = async (app) => {\n${routes.join('')}};\n`;
}

const frontend = `import { defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({
  pages: [
    { path: 'patients', title: 'Patient 360', permission: 'patient.read', load: () => import('./pages/patients.tsx') },
    { path: 'doctors', title: 'Doctors', permission: 'doctor.read', load: () => import('./pages/doctors.tsx') },
  ],
  blocks: [],
});
`;
