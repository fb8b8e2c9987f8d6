import { copyFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Workspace } from './workspace.ts';

/** dbt's own name for it. */
export const PARSE_CACHE = 'partial_parse.msgpack';

/** What dbt goes on from: its last parse of this version, or of another one. */
export async function copyParseCache({ staged }: Workspace, outputFolder: string): Promise<void> {
  if (!staged) return;
  // Without it dbt parses in full.
  await copyFile(staged.parse_cache, path.join(outputFolder, 'target', PARSE_CACHE)).catch(() => {});
}

/** Keeps dbt's parse for the next run. By rename, so that nobody copies half of it. */
export async function keepParseCache({ staged }: Workspace, outputFolder: string): Promise<void> {
  if (!staged) return;
  await rename(path.join(outputFolder, 'target', PARSE_CACHE), staged.parse_cache).catch(() => {});
}
