import { readFile } from 'node:fs/promises';
import type { Workspace } from '../workspaces/index.ts';
import type { GraphStore, StoredGraph } from './graph-store.ts';
import { readManifest } from './read-manifest.ts';

/** The graph of each workspace: of the version that is registered, or of the last good one before it. */
export class WorkspaceGraphs {
  readonly #store: GraphStore;
  readonly #known = new Map<string, StoredGraph>();

  constructor(store: GraphStore) {
    this.#store = store;
  }

  /** Keeps what dbt said of a version that it can parse, for when a later one is broken. */
  async keep(workspace: Workspace): Promise<void> {
    await this.#findOwn(workspace);
  }

  /** Undefined before the first parse. */
  async find(workspace: Workspace): Promise<StoredGraph | undefined> {
    const own = workspace.state === 'ready' ? await this.#findOwn(workspace) : undefined;
    return own ?? (await this.#findLast(workspace.slug));
  }

  async #findOwn({ slug, staged }: Workspace): Promise<StoredGraph | undefined> {
    if (!staged) return undefined;
    const known = this.#known.get(slug);
    if (known?.content_hash === staged.hash) return known;
    const last = await this.#findLast(slug);
    if (last?.content_hash === staged.hash) return last;
    const graph = readManifest(await readJson(staged.manifest));
    if (!graph) return undefined;
    const found = { content_hash: staged.hash, graph };
    await this.#store.save(slug, found);
    this.#known.set(slug, found);
    return found;
  }

  /** What this process knows may be older than what another one has stored. */
  async #findLast(slug: string): Promise<StoredGraph | undefined> {
    const hash = await this.#store.findHash(slug);
    const known = this.#known.get(slug);
    if (hash === undefined || known?.content_hash === hash) return hash === undefined ? undefined : known;
    const stored = await this.#store.load(slug);
    if (stored) this.#known.set(slug, stored);
    return stored;
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
