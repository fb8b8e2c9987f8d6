import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';

export interface WorkspaceFiles {
  /** Relative, sorted, with `/`. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What dbt writes, and what is not dbt's. */
const skipped: ReadonlySet<string> = new Set([
  'target',
  'logs',
  '.git',
  'node_modules',
  '__pycache__',
  '.venv',
]);
const MAX_FILES = 20_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Every file of a workspace. A link counts as the file it leads to, if that lies inside. */
export async function listWorkspaceFiles(folder: string, plugin: string): Promise<WorkspaceFiles> {
  const listing = new Listing(await realpath(folder), plugin);
  await listing.add('');
  return { files: listing.files.sort(), diagnostics: listing.diagnostics };
}

class Listing {
  readonly files: string[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #root: string;
  readonly #plugin: string;
  #bytes = 0;

  constructor(root: string, plugin: string) {
    this.#root = root;
    this.#plugin = plugin;
  }

  async add(relative: string): Promise<void> {
    const entries = await readdir(path.join(this.#root, relative), { withFileTypes: true });
    for (const entry of entries) {
      if (relative === '' && skipped.has(entry.name)) continue;
      if (this.#isFull()) return;
      await this.#addEntry(path.posix.join(relative, entry.name), entry);
    }
  }

  async #addEntry(relative: string, entry: Dirent): Promise<void> {
    if (entry.isDirectory()) return await this.add(relative);
    if (entry.isSymbolicLink() && !(await this.#leadsToFileInside(relative))) {
      this.diagnostics.push(this.#describe('HF_DBT_LINK_OUTSIDE', relative, { path: relative }));
      return;
    }
    const { size } = await stat(path.join(this.#root, relative));
    this.#bytes += size;
    if (entry.isFile() || entry.isSymbolicLink()) this.files.push(relative);
  }

  /** Links to folders are refused too: one that leads to its own parent would never end. */
  async #leadsToFileInside(relative: string): Promise<boolean> {
    const target = await realpath(path.join(this.#root, relative)).catch(() => undefined);
    if (!target?.startsWith(this.#root + path.sep)) return false;
    return (await stat(target)).isFile();
  }

  #isFull(): boolean {
    if (this.files.length < MAX_FILES && this.#bytes < MAX_BYTES) return false;
    const limit = this.files.length < MAX_FILES ? `${MAX_BYTES / 1024 / 1024} MB` : `${MAX_FILES} files`;
    if (this.diagnostics.at(-1)?.code !== 'HF_DBT_WORKSPACE_TOO_LARGE') {
      this.diagnostics.push(this.#describe('HF_DBT_WORKSPACE_TOO_LARGE', '', { limit }));
    }
    return true;
  }

  #describe(
    code: 'HF_DBT_LINK_OUTSIDE' | 'HF_DBT_WORKSPACE_TOO_LARGE',
    relative: string,
    context: Record<string, string>,
  ): Diagnostic {
    return createDiagnostic(code, { plugin: this.#plugin, file: path.join(this.#root, relative) }, context);
  }
}
