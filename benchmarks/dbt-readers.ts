import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BenchResult } from './bench-result.ts';
import { type BenchDbt, measureBuild, openDbt } from './dbt/open-dbt.ts';

const ROWS = 1_000_000;
const BUILDS = 20;
/** So often a reader begins, whether or not the one before has ended. */
const EVERY_MS = 50;

/** Each build writes its own id into every row of two tables. */
const files = {
  'dbt_project.yml': 'name: readers\nversion: 1.0.0\nprofile: honeyframe\n',
  'models/mart.sql': `{{ config(materialized='table') }}
    select i as id, i % 1000 as customer, i * 0.01 as amount, '{{ invocation_id }}' as build from range(${ROWS}) r(i)`,
  'models/by_customer.sql': `{{ config(materialized='table') }}
    select customer, sum(amount) as amount, count(*) as orders, '{{ invocation_id }}' as build from {{ ref('mart') }} group by 1`,
  'models/shown.sql':
    "select m.build, c.build as other from {{ ref('mart') }} m join {{ ref('by_customer') }} c using (customer)",
};

const question = `select count(*) as rows, min(build) as first, max(build) as last,
  (select min(build) from readers.by_customer) as other, (select sum(orders) from readers.by_customer) as orders
  from readers.mart`;

interface Seen {
  readonly builds: Set<string>;
  reads: number;
  errors: string[];
  mixed: unknown[];
  milliseconds: number[];
}

/** Readers at a steady rate through twenty builds of a mart of a million rows. */
export async function run(): Promise<BenchResult[]> {
  await using opened = await openDbt({ orgs: 1 });
  const { dbt, orgs, folder } = opened;
  const [orgId = ''] = orgs;
  await register(opened, path.join(folder, 'readers'));
  await measureBuild(dbt, orgId, undefined, 'readers');
  const seen: Seen = { builds: new Set(), reads: 0, errors: [], mixed: [], milliseconds: [] };
  const stop = new AbortController();
  const reading = readSteadily(opened, orgId, { seen, signal: stop.signal });
  const totals: number[] = [];
  for (let build = 0; build < BUILDS; build += 1)
    totals.push((await measureBuild(dbt, orgId, undefined, 'readers')).total);
  stop.abort();
  await reading;
  return describe(seen, totals);
}

async function register({ dbt }: BenchDbt, folder: string): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const about = { slug: 'readers', display_name: 'Readers', owner: 'readers', requires: [] };
  await dbt.workspaces.register({ ...about, folder });
}

interface Reading {
  readonly seen: Seen;
  readonly signal: AbortSignal;
}

async function readSteadily(
  { warehouse }: BenchDbt,
  orgId: string,
  { seen, signal }: Reading,
): Promise<void> {
  const reader = warehouse.readers.reader({ orgId, names: [], ownWorkspace: 'readers' });
  const going = new Set<Promise<void>>();
  const readOnce = async () => {
    const began = performance.now();
    try {
      const [row] = await reader.query(question);
      seen.milliseconds.push(performance.now() - began);
      const isWhole = Number(row?.rows) === ROWS && Number(row?.orders) === ROWS;
      if (!isWhole || row?.first !== row?.last || row?.first !== row?.other) seen.mixed.push(row);
      seen.builds.add(String(row?.first));
    } catch (error) {
      seen.errors.push(String(error));
    }
  };
  while (!signal.aborted) {
    // A machine that is slower than the rate would only pile them up.
    if (going.size < 20) {
      seen.reads += 1;
      const read: Promise<void> = readOnce().finally(() => going.delete(read));
      going.add(read);
    }
    await setTimeout(EVERY_MS);
  }
  await Promise.all(going);
}

function describe(seen: Seen, totals: readonly number[]): BenchResult[] {
  const { builds, reads, errors, mixed } = seen;
  const sorted = seen.milliseconds.toSorted((a, b) => a - b);
  const raw = {
    reads,
    builds: builds.size,
    totals,
    p95: sorted[Math.floor(sorted.length * 0.95)],
    errors,
    mixed,
  };
  const none = { goal: 0, floor: 0 };
  return [
    {
      name: 'dbt-readers errors',
      value: errors.length,
      unit: `of ${reads} reads`,
      ...none,
      ok: errors.length === 0,
      raw,
    },
    {
      name: 'dbt-readers mixed',
      value: mixed.length,
      unit: `of ${reads} reads`,
      ...none,
      ok: mixed.length === 0,
    },
    {
      name: 'dbt-readers builds-seen',
      value: builds.size,
      unit: `of ${BUILDS + 1}`,
      goal: BUILDS,
      // One that is superseded within a moment may be seen by nobody.
      floor: BUILDS - 2,
      ok: builds.size >= BUILDS - 2,
    },
  ];
}
