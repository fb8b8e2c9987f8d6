import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import type { Workspace } from '../workspaces/index.ts';
import type { DocsView } from './docs-view.ts';

export interface MakeDocsOptions {
  readonly bin: string;
  readonly runner: DbtRunner;
  readonly workspace: Workspace;
  /** What readers see of the workspace, and what it reads. */
  readonly view: DocsView;
  /** Where the page goes. Absolute, in a folder that need not exist. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** For all of it, and for one of its queries. */
export const DOCS_SECONDS = 600;
/** All in one page: it is shown closed off, where it could not fetch the rest. */
const kept = [
  ['static_index.html', 'index.html'],
  ['catalog.json', 'catalog.json'],
] as const;

/** Has dbt look at the tables and write its documentation. Throws HF_DBT_DOCS_FAILED. */
export async function makeDocs(options: MakeDocsOptions): Promise<void> {
  const { folder } = options;
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(path.join(path.dirname(folder), '.making-'));
  try {
    const output = path.join(scratch, 'output');
    const reason = await runDbt(options, scratch, output);
    if (reason !== undefined) throw new PlatformError('HF_DBT_DOCS_FAILED', { reason });
    await mkdir(path.join(scratch, 'docs'), { mode: 0o700 });
    for (const [from, to] of kept) {
      await rename(path.join(output, 'target', from), path.join(scratch, 'docs', to));
    }
    await rm(folder, { recursive: true, force: true });
    await rename(path.join(scratch, 'docs'), folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @returns why it failed. */
async function runDbt(
  { bin, runner, workspace, view, signal }: MakeDocsOptions,
  scratch: string,
  outputFolder: string,
): Promise<string | undefined> {
  const workFolder = path.join(scratch, 'work');
  await mkdir(workFolder, { mode: 0o700 });
  const access = await view.prepare({ workFolder, outputFolder });
  let said: string | undefined;
  const outcome = await runner.docs({
    ...{ bin, signal, work_folder: workFolder, output_folder: outputFolder },
    project_folder: workspace.staged?.project_folder ?? '',
    ...access,
    timeout_seconds: DOCS_SECONDS,
    onEvent: (event) => {
      if (event.kind === 'failure') said ??= event.message;
    },
  });
  return judge(outcome, said);
}

function judge(outcome: DbtOutcome, said: string | undefined): string | undefined {
  if (outcome.exit_code === 0) return undefined;
  if (outcome.timed_out) return `it took more than ${DOCS_SECONDS / 60} minutes`;
  return said ?? (outcome.stderr.split('\n').at(-1) || 'dbt was stopped');
}
