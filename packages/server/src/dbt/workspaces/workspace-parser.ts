import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { DbtOrder, DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import { createProfile } from './create-profile.ts';
import { locateFailure } from './locate-failure.ts';
import { copyParseCache, PARSE_CACHE } from './parse-cache.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceParserOptions {
  readonly engine: DbtEngine;
  readonly runner: DbtRunner;
  /** Absolute; a parse works in a folder of its own below it. */
  readonly folder: string;
  readonly log: { warn(context: object, message: string): void };
}

/** A full parse of 737 models took a minute. */
const TIMEOUT_SECONDS = 600;

const findingsSchema = z.object({
  /** Of dbt: another one may judge otherwise. */
  version: z.string().nullable(),
  failure: z.object({ reason: z.string(), file: z.string(), line: z.number() }).nullable(),
});
/** What dbt says of a version; `failure` is null when it can parse it. */
export type ParseFindings = z.infer<typeof findingsSchema>;

/**
 * Lets dbt parse each version of a workspace once, for all organisations: beside the staged copy lie then dbt's parse
 * cache, which every run copies, `manifest.json`, and what dbt said.
 */
export class WorkspaceParser {
  readonly #options: WorkspaceParserOptions;
  readonly #known = new Map<string, ParseFindings>();
  readonly #running = new Map<string, Promise<ParseFindings | undefined>>();
  readonly #closing = new AbortController();

  constructor(options: WorkspaceParserOptions) {
    this.#options = options;
  }

  get isReady(): boolean {
    return this.#options.engine.bin !== undefined;
  }

  /** What dbt said of this version before; undefined when it was not asked. */
  async find({ staged }: Workspace): Promise<ParseFindings | undefined> {
    if (!staged) return undefined;
    const { version } = this.#options.engine.status;
    const findings = this.#known.get(staged.project_folder) ?? (await readFindings(staged.findings));
    if (!findings || findings.version !== version) return undefined;
    this.#known.set(staged.project_folder, findings);
    return findings;
  }

  /** Asks dbt, unless it was asked of this version before. Undefined when dbt is not ready or gave no answer. */
  async parse(workspace: Workspace): Promise<ParseFindings | undefined> {
    const key = workspace.staged?.project_folder;
    if (!key) return undefined;
    const known = await this.find(workspace);
    if (known) return known;
    const running = this.#running.get(key) ?? this.#parseAndKeep(workspace);
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      this.#running.delete(key);
    }
  }

  /** Ends what runs, and waits for it. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #parseAndKeep(workspace: Workspace): Promise<ParseFindings | undefined> {
    const { engine, folder, log } = this.#options;
    const { staged } = workspace;
    const { bin, status } = engine;
    if (!bin || !staged) return undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const scratch = await mkdtemp(path.join(folder, '.parse-'));
    try {
      const reason = await this.#runDbt(workspace, scratch, bin);
      if (reason === undefined) return undefined;
      if (reason === null) await keepArtifacts(path.join(scratch, 'output/target'), staged);
      const place = await locateFailure(staged.project_folder, reason ?? '');
      const findings = { version: status.version, failure: reason === null ? null : { reason, ...place } };
      await writeFile(staged.findings, JSON.stringify(findings));
      this.#known.set(staged.project_folder, findings);
      return findings;
    } catch (error) {
      log.warn({ err: error, workspace: workspace.slug }, 'A dbt workspace was not parsed.');
      return undefined;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #runDbt(workspace: Workspace, scratch: string, bin: string): Promise<string | null | undefined> {
    const [work_folder, output_folder] = [path.join(scratch, 'work'), path.join(scratch, 'output')];
    await mkdir(work_folder, { mode: 0o700 });
    await mkdir(path.join(output_folder, 'target'), { recursive: true, mode: 0o700 });
    await writeFile(path.join(work_folder, 'profiles.yml'), createProfile(workspace));
    await copyParseCache(workspace, output_folder);
    let said: string | undefined;
    const order: DbtOrder = {
      ...{ bin, work_folder, output_folder, readable: [], timeout_seconds: TIMEOUT_SECONDS },
      project_folder: workspace.staged?.project_folder ?? '',
      signal: this.#closing.signal,
      onEvent: (event) => {
        if (event.kind === 'failure') said ??= event.message;
      },
    };
    return judge(await this.#options.runner.parse(order), said);
  }
}

/** Why it failed, or null. A parse that was stopped or killed says nothing about the workspace. */
function judge(outcome: DbtOutcome, said: string | undefined): string | null | undefined {
  if (outcome.exit_code === 0) return null;
  if (outcome.exit_code === null || outcome.cancelled || outcome.timed_out) return undefined;
  return said ?? (outcome.stderr || undefined);
}

async function keepArtifacts(
  target: string,
  staged: { readonly parse_cache: string; readonly manifest: string },
): Promise<void> {
  // By rename, so that nobody reads half of one.
  await rename(path.join(target, PARSE_CACHE), staged.parse_cache).catch(() => {});
  await rename(path.join(target, 'manifest.json'), staged.manifest).catch(() => {});
}

async function readFindings(file: string): Promise<ParseFindings | undefined> {
  try {
    return findingsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
