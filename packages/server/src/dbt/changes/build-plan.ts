import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DbtNode } from '@honeyframe/contract/api';
import type { StagedWorkspace } from '../workspaces/workspace.ts';
import { readBuildManifest } from './build-manifest.ts';
import type { BuiltNode, BuiltNodes } from './built-nodes.ts';
import { describeBuilt } from './describe-built.ts';
import { findUnchanged } from './find-unchanged.ts';
import { Fingerprints } from './fingerprints.ts';

export interface PlanBuildOptions {
  readonly staged: StagedWorkspace;
  /** Id of the version of each file that the build reads, by name. */
  readonly sources: Readonly<Record<string, string>>;
  /** What the tables that the build begins with were built from. */
  readonly before: BuiltNodes;
  /** Builds everything. */
  readonly full: boolean;
}

/** What a build may leave out, and afterwards what its tables were built from. */
export class BuildPlan {
  /** By unique id. Empty where this version of the workspace was never parsed. */
  readonly unchanged: ReadonlyMap<string, BuiltNode>;
  readonly #options: PlanBuildOptions;
  readonly #project: string;

  private constructor(options: PlanBuildOptions, project: string, unchanged: ReadonlyMap<string, BuiltNode>) {
    this.#options = options;
    this.#project = project;
    this.unchanged = unchanged;
  }

  static async create(options: PlanBuildOptions): Promise<BuildPlan> {
    const { staged, sources, before, full } = options;
    const project = await hashProject(staged.project_folder);
    const manifest = full ? undefined : await readBuildManifest(staged.manifest);
    if (!manifest) return new BuildPlan(options, project, new Map());
    const fingerprints = new Fingerprints({ manifest, sources, project });
    return new BuildPlan(options, project, findUnchanged(manifest, fingerprints, before));
  }

  /** Of the version that a build with these outcomes makes. */
  async describe(
    outputFolder: string,
    nodes: readonly Pick<DbtNode, 'unique_id' | 'state'>[],
  ): Promise<BuiltNodes> {
    const { sources, before } = this.#options;
    const manifest = await readBuildManifest(path.join(outputFolder, 'target', 'manifest.json'));
    if (!manifest) return {};
    const fingerprints = new Fingerprints({ manifest, sources, project: this.#project });
    return await describeBuilt({ manifest, fingerprints, before, nodes, at: new Date().toISOString() });
  }
}

/** Variables and defaults of the project and of its packages are in no node. */
async function hashProject(folder: string): Promise<string> {
  const packages = await readdir(path.join(folder, 'dbt_packages')).catch(() => []);
  const files = [
    'dbt_project.yml',
    'vars.yml',
    ...packages.toSorted().map((name) => path.join('dbt_packages', name, 'dbt_project.yml')),
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`).update(await readFile(path.join(folder, file)).catch(() => ''));
  }
  return hash.digest('base64url');
}
