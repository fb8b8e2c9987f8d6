import { constants } from 'node:fs';
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WarehouseFile } from '../../warehouse/index.ts';
import { copyParseCache, createProfile, PARSE_CACHE, type Workspace } from '../workspaces/index.ts';

export interface RunFolderOptions {
  readonly workspace: Workspace;
  /** The version that the build starts from; undefined for the first build. */
  readonly current: WarehouseFile | undefined;
  /** The versions that it reads. */
  readonly sources: readonly WarehouseFile[];
  /** On the warehouse's own file system, so that publishing is a rename. */
  readonly workFolder: string;
  readonly outputFolder: string;
  /** Unique ids of nodes that are not to be built. */
  readonly leaveOut: readonly string[];
}

/** Fills the folders of one run: the private copy, links with constant names, the profile, dbt's last parse. */
export async function fillRunFolder(options: RunFolderOptions): Promise<{ draft_file: string }> {
  const { workspace, current, sources, workFolder, outputFolder, leaveOut } = options;
  const draft_file = path.join(workFolder, `${workspace.catalogue}.duckdb`);
  await mkdir(path.join(outputFolder, 'target'), { recursive: true, mode: 0o700 });
  if (current) await copyFile(current.path, draft_file, constants.COPYFILE_FICLONE);
  for (const source of sources) await symlink(source.path, path.join(workFolder, `${source.name}.duckdb`));
  await writeFile(path.join(workFolder, 'profiles.yml'), createProfile(workspace), { mode: 0o600 });
  if (leaveOut.length > 0) await writeFile(path.join(workFolder, 'leave_out.json'), JSON.stringify(leaveOut));
  await copyParseCache(workspace, outputFolder);
  return { draft_file };
}

/** Removes what nobody will ask for: artifacts, compiled SQL and dbt's own words stay. */
export async function tidyOutput(outputFolder: string): Promise<void> {
  const target = path.join(outputFolder, 'target');
  for (const name of [PARSE_CACHE, 'graph.gpickle', 'graph_summary.json', 'semantic_manifest.json']) {
    await rm(path.join(target, name), { force: true });
  }
  await rm(path.join(outputFolder, 'logs'), { recursive: true, force: true });
}
