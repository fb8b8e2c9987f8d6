import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic, PlatformError } from '@honeyframe/contract';
import type { HubPackages } from './hub-packages.ts';
import { inspectWorkspace } from './inspect-workspace.ts';
import { removeOtherVersions, stageWorkspace } from './stage-workspace.ts';
import {
  PLATFORM_WORKSPACE,
  toCatalogue,
  type Workspace,
  type WorkspaceInspection,
  type WorkspaceRegistration,
} from './workspace.ts';
import type { ParseFindings, WorkspaceParser } from './workspace-parser.ts';
import type { WorkspaceStore } from './workspace-store.ts';

export interface DbtWorkspacesOptions {
  readonly store: WorkspaceStore;
  /** Absolute; staged copies lie under it. */
  readonly folder: string;
  readonly parser: WorkspaceParser;
  readonly packages: HubPackages;
  /** Hears of each version that dbt can parse, also of one that it parsed before. */
  readonly onParsed?: (workspace: Workspace) => Promise<void>;
}

/** The raw source that carries the platform's own tables; it names every user, so only the platform reads it. */
const EXTRACT = 'honeyframe';

/** The dbt workspaces of the platform and its plugins. */
export class DbtWorkspaces {
  readonly #store: WorkspaceStore;
  readonly #folder: string;
  readonly #parser: WorkspaceParser;
  readonly #packages: HubPackages;
  readonly #onParsed: NonNullable<DbtWorkspacesOptions['onParsed']>;
  readonly #workspaces = new Map<string, Workspace>();
  #parsing: Promise<void> | undefined;
  #isOpen = false;

  constructor({ store, folder, parser, packages, onParsed = async () => {} }: DbtWorkspacesOptions) {
    this.#store = store;
    this.#folder = folder;
    this.#parser = parser;
    this.#packages = packages;
    this.#onParsed = onParsed;
  }

  /** Looks at a workspace and keeps it; one with errors is quarantined, never thrown. Again replaces it. */
  async register(registration: WorkspaceRegistration): Promise<Workspace> {
    const isFirst = !this.#workspaces.has(registration.slug);
    const workspace = await this.#inspect(registration);
    // Later a build may still run from an older one.
    if (isFirst && workspace.staged) {
      await removeOtherVersions(this.#folder, workspace.slug, workspace.staged.hash);
    }
    this.#workspaces.set(workspace.slug, workspace);
    await this.#store.save(workspace, firstError(workspace)?.message ?? null);
    this.#parseSoon();
    return workspace;
  }

  /** From now on dbt parses, whenever it is ready, what it has not parsed yet. */
  startParsing(): void {
    this.#isOpen = true;
    this.#parseSoon();
  }

  /**
   * What is wrong with a workspace that is not registered, its folder and dbt's own words included; nothing of it is
   * kept. Undefined when dbt is not ready.
   */
  async tryParse(registration: WorkspaceRegistration): Promise<readonly Diagnostic[] | undefined> {
    if (!this.#parser.isReady) return undefined;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(path.join(this.#folder, '.try-'));
    try {
      const workspace = await this.#look(registration, folder, true);
      if (firstError(workspace)) return workspace.diagnostics;
      const findings = await this.#parser.parse(workspace);
      return findings && addFindings(workspace, findings).diagnostics;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Lets go of what is being parsed. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all([this.#parser.close(), this.#packages.close()]);
    await this.#parsing;
  }

  /** Looks at a workspace without keeping anything of it. */
  async inspect(registration: WorkspaceRegistration): Promise<WorkspaceInspection> {
    if (await isFolder(registration.folder)) return inspectWorkspace(registration);
    return { files: [], models: [], seed_folders: [], hub_packages: [], ...refuseMissing(registration) };
  }

  /** Its runs are refused from now on; tables and past runs stay. */
  unregister(slug: string): void {
    this.#workspaces.delete(slug);
  }

  get(slug: string): Workspace | undefined {
    return this.#workspaces.get(slug);
  }

  /** In order of registration, the platform's first. */
  list(): Workspace[] {
    const all = [...this.#workspaces.values()];
    return [
      ...all.filter((workspace) => workspace.slug === PLATFORM_WORKSPACE),
      ...all.filter((workspace) => workspace.slug !== PLATFORM_WORKSPACE),
    ];
  }

  /** Another plugin's tables are read by those who require it; raw sources belong to the organisation. */
  mayRead({ slug, requires }: Workspace, catalogue: string): boolean {
    const allowed = [PLATFORM_WORKSPACE, ...requires].map(toCatalogue);
    if (allowed.includes(catalogue)) return true;
    const isBuilt = this.list().some((workspace) => workspace.catalogue === catalogue);
    return !isBuilt && (catalogue !== EXTRACT || slug === PLATFORM_WORKSPACE);
  }

  /** Those whose sources name this catalogue. */
  readersOf(catalogue: string): Workspace[] {
    return this.list().filter((workspace) => workspace.reads.includes(catalogue));
  }

  /** The workspace as its folder is now. Throws when it may not be built. */
  async loadForRun(slug: string): Promise<Workspace> {
    const known = this.#workspaces.get(slug);
    if (!known) throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace: slug });
    const workspace = await this.#parse(await this.#fetchMissing(await this.register(known)));
    if (workspace.message !== null) {
      throw new PlatformError('HF_DBT_PARSE_FAILED', { reason: workspace.message });
    }
    const error = firstError(workspace);
    if (error) {
      throw new PlatformError('HF_DBT_WORKSPACE_REFUSED', { workspace: slug, reason: error.message });
    }
    const forbidden = this.findForbidden(workspace);
    if (forbidden) throw forbidden;
    return workspace;
  }

  /** Keeps dbt's own words about a workspace that it cannot parse, until it can or the workspace changes. */
  noteOutcome(slug: string, problem: PlatformError | undefined): void {
    const workspace = this.#workspaces.get(slug);
    if (workspace?.state === 'missing' || !workspace?.staged) return;
    const isBroken = problem?.code === 'HF_DBT_PARSE_FAILED';
    if (problem && !isBroken) return;
    const message = isBroken ? problem.message : null;
    this.#workspaces.set(slug, { ...workspace, state: isBroken ? 'quarantined' : 'ready', message });
  }

  async #inspect(registration: WorkspaceRegistration): Promise<Workspace> {
    const workspace = await this.#look(registration, this.#folder, false);
    return addFindings(workspace, await this.#parser.find(workspace));
  }

  async #look(registration: WorkspaceRegistration, folder: string, fetch: boolean): Promise<Workspace> {
    const { slug, display_name, owner, requires } = registration;
    const own = { slug, display_name, owner, requires, catalogue: toCatalogue(slug), message: null };
    const all = { ...own, folder: registration.folder };
    if (!(await isFolder(all.folder))) return { ...all, state: 'missing', ...refuseMissing(all) };
    const found = await inspectWorkspace(registration);
    const complete = await this.#packages.complete(registration, found, { fetch });
    const { diagnostics, reads } = complete.inspection;
    const isBroken = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
    if (isBroken) return { ...all, state: 'quarantined', diagnostics, reads, staged: null };
    const staged = await stageWorkspace(folder, complete.registration, complete.inspection);
    return { ...all, state: 'ready', diagnostics, reads, staged };
  }

  /** Asks dbt's hub for what the workspace does not bring. */
  async #fetchMissing(workspace: Workspace): Promise<Workspace> {
    const isMissing = workspace.diagnostics.some(({ code }) => code === 'HF_DBT_PACKAGES_MISSING');
    if (!isMissing || !this.#parser.isReady) return workspace;
    const whole = await this.#look(workspace, this.#folder, true);
    if (this.#workspaces.get(workspace.slug) === workspace) {
      this.#workspaces.set(whole.slug, whole);
      await this.#store.save(whole, firstError(whole)?.message ?? null);
    }
    return whole;
  }

  /** The workspace with dbt's judgement; kept when it is still the version that is registered. */
  async #parse(workspace: Workspace): Promise<Workspace> {
    if (workspace.state !== 'ready') return workspace;
    const parsed = addFindings(workspace, await this.#parser.parse(workspace));
    const current = this.#workspaces.get(workspace.slug);
    // It tells what the workspace is made of; a build needs none of that.
    if (parsed.state === 'ready') await this.#onParsed(parsed).catch(() => {});
    if (parsed.state === 'ready' || current?.staged?.hash !== workspace.staged?.hash) return parsed;
    this.#workspaces.set(parsed.slug, parsed);
    await this.#store.save(parsed, firstError(parsed)?.message ?? null);
    return parsed;
  }

  /** One after another, in the background. */
  #parseSoon(): void {
    if (!this.#isOpen || this.#parsing) return;
    this.#parsing = this.#parseAll().finally(() => {
      this.#parsing = undefined;
    });
  }

  /** Also what is registered meanwhile, perhaps a newer version of just the one that is being parsed. */
  async #parseAll(): Promise<void> {
    const tried = new Set<string>();
    const isNew = ({ slug, staged }: Workspace) => !tried.has(`${slug} ${staged?.hash}`);
    for (;;) {
      const workspace = this.list().find(isNew);
      if (!workspace || !this.#isOpen) return;
      tried.add(`${workspace.slug} ${workspace.staged?.hash}`);
      // A failure of the database is met again, and told, by the next run.
      const whole = this.#fetchMissing(workspace);
      await whole.then((found) => this.#parse(found)).catch(() => {});
    }
  }

  /** The first source that it reads without naming its plugin in `requires`; decided anew as plugins come and go. */
  findForbidden(workspace: Workspace): PlatformError | undefined {
    const name = workspace.reads.find((read) => !this.mayRead(workspace, read));
    return name === undefined
      ? undefined
      : new PlatformError('HF_DBT_SOURCE_FORBIDDEN', { workspace: workspace.slug, name });
  }
}

function addFindings(workspace: Workspace, findings: ParseFindings | undefined): Workspace {
  if (!findings?.failure) return workspace;
  const { reason, file, line } = findings.failure;
  const place = { plugin: workspace.owner, file: path.join(workspace.folder, file), line };
  const diagnostic = createDiagnostic('HF_DBT_PARSE_FAILED', place, { reason });
  const diagnostics = [...workspace.diagnostics, diagnostic];
  return { ...workspace, state: 'quarantined', diagnostics, message: reason };
}

function firstError({ diagnostics }: Pick<Workspace, 'diagnostics'>) {
  return diagnostics.find((diagnostic) => diagnostic.severity === 'error');
}

function refuseMissing({ owner, folder }: { owner: string; folder: string }) {
  const place = { plugin: owner, file: path.join(folder, 'dbt_project.yml') };
  const context = { file: folder, reason: 'the folder is gone' };
  return {
    diagnostics: [createDiagnostic('HF_DBT_PROJECT_INVALID', place, context)],
    reads: [],
    staged: null,
  };
}

async function isFolder(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
