import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import { fetchPackages } from '../runner/fetch-packages.ts';
import { inspectWorkspace } from './inspect-workspace.ts';
import { describeMissing } from './read-packages.ts';
import { copyFiles, hashFiles } from './stage-workspace.ts';
import type { WorkspaceInspection, WorkspaceRegistration } from './workspace.ts';

export interface HubPackagesOptions {
  readonly engine: DbtEngine;
  /** Absolute; copies of workspaces with their packages lie under it. */
  readonly folder: string;
  /** Where dbt's hub is; dbt knows where it is left out. */
  readonly hubUrl?: string | undefined;
}

export type FetchedPackages = { readonly folder: string } | { readonly reason: string };

export interface CompleteWorkspace {
  /** Its folder is the copy that holds the packages. */
  readonly registration: WorkspaceRegistration;
  readonly inspection: WorkspaceInspection;
}

const LATER = 'they were not fetched yet';

/** Packages that workspaces ask of dbt's hub and do not bring: fetched once for each version of a workspace. */
export class HubPackages {
  readonly #options: HubPackagesOptions;
  readonly #running = new Map<string, Promise<FetchedPackages>>();
  readonly #closing = new AbortController();

  constructor(options: HubPackagesOptions) {
    this.#options = options;
  }

  /** The copy of this version with its packages; undefined when they were not fetched yet. */
  async find(
    registration: WorkspaceRegistration,
    inspection: WorkspaceInspection,
  ): Promise<string | undefined> {
    const place = await this.#placeOf(registration, inspection);
    const found = await readdir(place).catch(() => undefined);
    return found && place;
  }

  /** Fetches them, unless they are there. Fails with the reason where there is no dbt, no network, or no such package. */
  async fetch(
    registration: WorkspaceRegistration,
    inspection: WorkspaceInspection,
  ): Promise<FetchedPackages> {
    const place = await this.#placeOf(registration, inspection);
    if (await this.find(registration, inspection)) return { folder: place };
    const running = this.#running.get(place) ?? this.#fetch(registration, inspection, place);
    this.#running.set(place, running);
    return await running.finally(() => this.#running.delete(place));
  }

  /** The workspace with its packages where it names some of the hub; else as it is, or with a word on what is missing. */
  async complete(
    registration: WorkspaceRegistration,
    inspection: WorkspaceInspection,
    { fetch }: { readonly fetch: boolean },
  ): Promise<CompleteWorkspace> {
    const { hub_packages: names, diagnostics } = inspection;
    const isBroken = diagnostics.some(({ severity }) => severity === 'error');
    if (names.length === 0 || isBroken) return { registration, inspection };
    const folder = await this.find(registration, inspection);
    const fetched = folder || !fetch ? { folder, reason: LATER } : await this.fetch(registration, inspection);
    if ('folder' in fetched && fetched.folder) {
      const whole = { ...registration, folder: fetched.folder };
      return { registration: whole, inspection: await inspectWorkspace(whole) };
    }
    const place = { plugin: registration.owner, file: path.join(registration.folder, 'packages.yml') };
    const missing = describeMissing(place, names, 'reason' in fetched ? fetched.reason : LATER);
    return { registration, inspection: { ...inspection, diagnostics: [...diagnostics, missing] } };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #fetch(
    registration: WorkspaceRegistration,
    inspection: WorkspaceInspection,
    place: string,
  ): Promise<FetchedPackages> {
    const { engine, folder, hubUrl: hub_url } = this.#options;
    if (!engine.bin) return { reason: 'dbt is not ready' };
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    const scratch = await mkdtemp(path.join(folder, '.fetch-'));
    try {
      const [project_folder, work_folder, output_folder] = ['project', 'work', 'output'].map((name) =>
        path.join(scratch, name),
      ) as [string, string, string];
      for (const each of [project_folder, work_folder, output_folder]) await mkdir(each, { mode: 0o700 });
      await copyFiles(registration.folder, project_folder, inspection.files);
      const folders = { bin: engine.bin, project_folder, work_folder, output_folder };
      const reason = await fetchPackages({ ...folders, hub_url, signal: this.#closing.signal });
      if (reason !== undefined) return { reason };
      await rename(project_folder, place);
      return { folder: place };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #placeOf({ slug, folder }: WorkspaceRegistration, { files }: WorkspaceInspection): Promise<string> {
    return path.join(this.#options.folder, slug, await hashFiles(folder, files));
  }
}
