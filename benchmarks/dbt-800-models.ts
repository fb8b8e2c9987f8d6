import { appendFile, chmod, copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BenchResult } from './bench-result.ts';
import { median } from './bench-result.ts';
import { type BenchDbt, openDbt } from './dbt/open-dbt.ts';
import { nameChangedModel, writeManyModels } from './dbt/write-many-models.ts';
import { measureLineagePage } from './lineage/measure-lineage-page.ts';

const PARSE_SECONDS = 10;
const PAGE_MILLISECONDS = 1500;
const ROUNDS = 3;

/**
 * A workspace of 800 models: how long dbt takes to know it again after one file has changed, and how long Chromium takes
 * from the navigation to its lineage until nodes are painted.
 */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'honeyframe-800-models-'));
  await chmod(folder, 0o711);
  try {
    const manifest = path.join(folder, 'manifest.json');
    const parses = await measureParses(manifest);
    const pages = await measureLineagePage({ folder, manifest, rounds: ROUNDS });
    return [
      describe('dbt-800-models re-parse', median(parses.partial), 's', PARSE_SECONDS, parses),
      describe('dbt-800-models lineage-page', median(pages.painted), 'ms', PAGE_MILLISECONDS, pages),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe(name: string, value: number, unit: string, limit: number, raw: unknown): BenchResult {
  return { name, value, unit, goal: limit, floor: limit, ok: value <= limit, raw };
}

/** Seconds of the full parse, and of each after a change of one file. Leaves the manifest behind. */
async function measureParses(manifest: string) {
  await using opened = await openDbt({ orgs: 1 });
  const { dbt, project } = opened;
  // Its other project, of five models, is not meant; the warm parent is warm after it.
  await measureParse(opened);
  await rm(project, { recursive: true });
  await writeManyModels(project);
  const full = await measureParse(opened);
  const partial: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await appendFile(path.join(project, nameChangedModel()), `-- ${round}\n`);
    partial.push(await measureParse(opened));
  }
  await copyFile(dbt.workspaces.get('bench')?.staged?.manifest ?? '', manifest);
  return { full, partial };
}

/** From the registration of a version until what dbt says of it is there. */
async function measureParse({ dbt, project }: BenchDbt): Promise<number> {
  const began = performance.now();
  const bench = { slug: 'bench', display_name: 'Bench', owner: 'bench', requires: [], folder: project };
  const { staged } = await dbt.workspaces.register(bench);
  for (;;) {
    const found = await stat(staged?.findings ?? '').catch(() => undefined);
    if (found) return (performance.now() - began) / 1000;
    await setTimeout(20);
  }
}
