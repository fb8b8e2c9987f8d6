import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StagedWorkspace, Workspace } from '../../../workspaces/index.ts';

export interface PostgresRunFolderOptions {
  readonly workspace: Workspace;
  readonly workFolder: string;
  readonly outputFolder: string;
  /** Unique ids of nodes that are not to be built. */
  readonly leaveOut: readonly string[];
}

const CACHE = 'partial_parse.msgpack';

/** Fills the folders of one run in a database: the profile, and dbt's last parse for PostgreSQL. */
export async function fillPostgresRunFolder(options: PostgresRunFolderOptions): Promise<void> {
  const { workspace, workFolder, outputFolder, leaveOut } = options;
  const target = path.join(outputFolder, 'target');
  await mkdir(target, { recursive: true, mode: 0o700 });
  await writeFile(path.join(workFolder, 'profiles.yml'), createPostgresProfile(workspace), { mode: 0o600 });
  if (leaveOut.length > 0) await writeFile(path.join(workFolder, 'leave_out.json'), JSON.stringify(leaveOut));
  if (!workspace.staged) return;
  // Without it dbt parses in full.
  await copyFile(cacheOf(workspace.staged), path.join(target, CACHE)).catch(() => {});
}

/** By rename, so that nobody copies half of it. */
export async function keepPostgresParse({ staged }: Workspace, outputFolder: string): Promise<void> {
  if (!staged) return;
  await rename(path.join(outputFolder, 'target', CACHE), cacheOf(staged)).catch(() => {});
}

/** Beside that of DuckDB: each adapter would throw the other's away. */
function cacheOf({ parse_cache }: StagedWorkspace): string {
  return path.join(path.dirname(parse_cache), 'partial_parse_postgres.msgpack');
}

/**
 * The same text for every organisation, so that one parse serves all; honeyframe_postgres.py puts the run's own
 * connection in its place. JSON is YAML.
 */
function createPostgresProfile({ catalogue }: Workspace): string {
  const output = {
    ...{ type: 'postgres', host: 'warehouse.invalid', port: 5432, user: 'honeyframe', password: 'none' },
    ...{ dbname: catalogue, schema: 'main', threads: 2 },
  };
  return `${JSON.stringify({ honeyframe: { target: 'honeyframe', outputs: { honeyframe: output } } }, null, 2)}\n`;
}
