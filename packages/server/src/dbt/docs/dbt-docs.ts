import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { DbtDocs as DocsAnswer } from '@honeyframe/contract/api';
import type { PostgresParts, WarehouseFiles } from '../../warehouse/index.ts';
import type { DbtRunner } from '../dbt-runner.ts';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import type { DbtWorkspaces, Workspace } from '../workspaces/index.ts';
import type { DocsView } from './docs-view.ts';
import { openDuckdbDocsView } from './duckdb-docs-view.ts';
import { DOCS_SECONDS, makeDocs } from './make-docs.ts';
import { openPostgresDocsView } from './postgres-docs-view.ts';

export interface DbtDocsOptions {
  readonly engine: DbtEngine;
  readonly runner: DbtRunner;
  readonly workspaces: DbtWorkspaces;
  readonly files: WarehouseFiles;
  /** Where organisations may build instead of in files; nowhere where it is left out. */
  readonly postgres?: PostgresParts | undefined;
  /** Absolute; a folder per organisation, workspace and version lies below. */
  readonly folder: string;
}

export type DocsFile = 'index.html' | 'catalog.json';

interface Order {
  readonly orgId: string;
  readonly slug: string;
  readonly folder: string;
}

/** dbt's own documentation, made when somebody asks, once for each version that readers see, one at a time. */
export class DbtDocs {
  readonly #options: DbtDocsOptions;
  readonly #making = new Map<string, Promise<void>>();
  readonly #failed = new Map<string, string>();
  readonly #closing = new AbortController();
  #last: Promise<void> = Promise.resolve();

  constructor(options: DbtDocsOptions) {
    this.#options = options;
  }

  /** Throws HF_DBT_DOCS_NOTHING_BUILT. What failed is tried again by the next request. */
  async request(orgId: string, slug: string): Promise<DocsAnswer> {
    const order = await this.#plan(orgId, slug);
    if (await exists(order.folder)) return { state: 'ready', message: null };
    const message = this.#failed.get(order.folder);
    if (message !== undefined) {
      this.#failed.delete(order.folder);
      return { state: 'failed', message };
    }
    this.#begin(order);
    return { state: 'making', message: null };
  }

  /** Absolute path of a file of what is ready. Throws HF_DBT_DOCS_NOT_READY. */
  async find(orgId: string, slug: string, name: DocsFile): Promise<string> {
    const { folder } = await this.#plan(orgId, slug);
    if (await exists(folder)) return path.join(folder, name);
    throw new PlatformError('HF_DBT_DOCS_NOT_READY', { workspace: slug });
  }

  /** Stops what is being made. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#making.values());
  }

  /** Which documentation shows what readers see now: of that version, by what the workspace says of it today. */
  async #plan(orgId: string, slug: string): Promise<Order> {
    const { workspaces, folder } = this.#options;
    const workspace = workspaces.get(slug);
    const built = workspace && (await this.#findVersion(orgId, workspace));
    if (!built) throw new PlatformError('HF_DBT_DOCS_NOTHING_BUILT', { workspace: slug });
    const version = `${built}-${workspace.staged?.hash ?? 'unknown'}`;
    return { orgId, slug, folder: path.join(folder, slug, orgId, version) };
  }

  /** Changes when tables do; in a database that is when a build begins, and when it ends. */
  async #findVersion(orgId: string, { catalogue }: Workspace): Promise<string | undefined> {
    const { files, postgres } = this.#options;
    if (!postgres || !(await postgres.connections.describe(orgId)))
      return (await files.current(orgId, catalogue))?.id;
    const build = (await postgres.builds.list(orgId)).find(({ name }) => name === catalogue);
    return build?.built_at ? `${build.run_id}-${build.built_at.getTime()}` : undefined;
  }

  async #openView(orgId: string, workspace: Workspace): Promise<DocsView> {
    const { files, postgres } = this.#options;
    const warehouse = await postgres?.warehouses.find(orgId);
    if (warehouse) return openPostgresDocsView(warehouse, workspace, DOCS_SECONDS);
    return await openDuckdbDocsView(orgId, workspace, files);
  }

  #begin(order: Order): void {
    if (this.#making.has(order.folder) || this.#closing.signal.aborted) return;
    const making = this.#last
      .then(() => this.#make(order))
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        this.#failed.set(order.folder, message);
      })
      .finally(() => this.#making.delete(order.folder));
    this.#making.set(order.folder, making);
    this.#last = making;
  }

  async #make({ orgId, slug, folder }: Order): Promise<void> {
    const { engine, runner, workspaces } = this.#options;
    if (!engine.bin) throw new PlatformError('HF_DBT_DOCS_FAILED', { reason: engine.status.message });
    const workspace = await workspaces.loadForRun(slug);
    using view = await this.#openView(orgId, workspace);
    await makeDocs({ bin: engine.bin, runner, workspace, view, folder, signal: this.#closing.signal });
    await removeOthers(folder);
  }
}

/** Documentation of versions that readers no longer see. */
async function removeOthers(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const names = await readdir(parent);
  const others = names.filter((name) => name !== path.basename(folder));
  await Promise.all(others.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
}

async function exists(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
