import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WarehouseFile } from '../../warehouse/index.ts';
import type { Workspace } from '../workspaces/index.ts';

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

/**
 * The same text for every run, organisation and version: dbt throws its parse away when a value of the connection changes.
 * JSON is YAML.
 */
export function createProfile({ catalogue, reads, staged }: Workspace): string {
  const output = {
    type: 'duckdb',
    path: `${catalogue}.duckdb`,
    schema: 'main',
    threads: 2,
    plugins: [
      {
        module: 'honeyframe_duckdb',
        config: {
          attach: reads,
          seed_folders:
            staged?.seed_folders.map((folder) => path.relative(staged.project_folder, folder)) ?? [],
          threads: 2,
          temp_directory: 'spill',
        },
      },
    ],
  };
  return `${JSON.stringify({ honeyframe: { target: 'honeyframe', outputs: { honeyframe: output } } }, null, 2)}\n`;
}

const CACHE = 'partial_parse.msgpack';

/** What dbt goes on from: its last parse of this version, or of another one. */
export async function copyParseCache({ staged }: Workspace, outputFolder: string): Promise<void> {
  if (!staged) return;
  // Without it dbt parses in full.
  await copyFile(staged.parse_cache, path.join(outputFolder, 'target', CACHE)).catch(() => {});
}

/** Keeps dbt's parse for the next run. By rename, so that nobody copies half of it. */
export async function keepParseCache({ staged }: Workspace, outputFolder: string): Promise<void> {
  if (!staged) return;
  await rename(path.join(outputFolder, 'target', CACHE), staged.parse_cache).catch(() => {});
}

/** Removes what nobody will ask for: artifacts, compiled SQL and dbt's own words stay. */
export async function tidyOutput(outputFolder: string): Promise<void> {
  const target = path.join(outputFolder, 'target');
  for (const name of [CACHE, 'graph.gpickle', 'graph_summary.json', 'semantic_manifest.json']) {
    await rm(path.join(target, name), { force: true });
  }
  await rm(path.join(outputFolder, 'logs'), { recursive: true, force: true });
}
