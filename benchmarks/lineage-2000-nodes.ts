import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BenchResult, median } from './bench-result.ts';
import { measureLineagePage } from './lineage/measure-lineage-page.ts';
import { writeManifest } from './lineage/write-manifest.ts';

const PAGE_MILLISECONDS = 1000;
/** Two frames of a screen of 60 Hz: more is seen as a jerk. */
const FRAME_MILLISECONDS = 34;
const ROUNDS = 3;

/** The lineage of 2,000 nodes: from the navigation until nodes are painted, and how it moves under the mouse. */
export async function run(): Promise<BenchResult[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'honeyframe-2000-nodes-'));
  await chmod(folder, 0o711);
  try {
    const manifest = path.join(folder, 'manifest.json');
    await writeManifest(manifest);
    const pages = await measureLineagePage({ folder, manifest, rounds: ROUNDS });
    const slowest = Math.max(...Object.values(pages.frames).map(({ p95 }) => p95));
    return [
      describe('lineage-2000-nodes page', median(pages.painted), 'ms', PAGE_MILLISECONDS, pages),
      describe('lineage-2000-nodes frame', slowest, 'ms p95', FRAME_MILLISECONDS, pages.frames),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe(name: string, value: number, unit: string, limit: number, raw: unknown): BenchResult {
  return { name, value, unit, goal: limit, floor: limit, ok: value <= limit, raw };
}
