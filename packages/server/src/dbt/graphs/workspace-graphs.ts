import { readFile } from 'node:fs/promises';
import type { Queries } from '../../database/index.ts';
import type { StagedWorkspace, Workspace } from '../workspaces/index.ts';
import { GraphStore, type StoredGraph } from './graph-store.ts';
import { readManifest } from './read-manifest.ts';

export function createWorkspaceGraphs(queries: Queries): WorkspaceGraphs {
  return new WorkspaceGraphs(new GraphStore(queries));
}

/** The graph of each workspace: of the version that is registered, or of the last good one before it. */
export class WorkspaceGraphs {
  readonly #store: GraphStore;
  readonly #known = new Map<string, StoredGraph>();
  /** A manifest may have many megabytes: who asks meanwhile waits for the one that reads it. */
  readonly #reading = new Map<string, Promise<StoredGraph | undefined>>();

  constructor(store: GraphStore) {
    this.#store = store;
  }

  /** Keeps what dbt said of a version that it can parse, for when a later one is broken. */
  async keep(workspace: Workspace): Promise<void> {
    await this.find(workspace);
  }

  /**
   * Undefined before the first parse. A workspace whose folder is sound is `ready` before dbt has parsed it: until then,
   * and while it is quarantined or missing, what its last good version said is true.
   */
  async find({ slug, state, staged }: Workspace): Promise<StoredGraph | undefined> {
    const wanted = state === 'ready' ? staged : null;
    const known = this.#known.get(slug);
    if (wanted && known?.content_hash === wanted.hash) return known;
    const last = await this.#findLast(slug);
    if (!wanted || last?.content_hash === wanted.hash) return last;
    return (await this.#readOnce(slug, wanted)) ?? last;
  }

  /** What this process knows may be older than what another one has stored. */
  async #findLast(slug: string): Promise<StoredGraph | undefined> {
    const hash = await this.#store.findHash(slug);
    if (hash === undefined) return undefined;
    const known = this.#known.get(slug);
    if (known?.content_hash === hash) return known;
    const stored = await this.#store.load(slug);
    if (stored) this.#known.set(slug, stored);
    return stored;
  }

  async #readOnce(slug: string, staged: StagedWorkspace): Promise<StoredGraph | undefined> {
    const running = this.#reading.get(staged.manifest) ?? this.#read(slug, staged);
    this.#reading.set(staged.manifest, running);
    try {
      return await running;
    } finally {
      this.#reading.delete(staged.manifest);
    }
  }

  async #read(slug: string, { hash, manifest }: StagedWorkspace): Promise<StoredGraph | undefined> {
    const graph = readManifest(await readJson(manifest));
    if (!graph) return undefined;
    const found = { content_hash: hash, graph };
    await this.#store.save(slug, found);
    this.#known.set(slug, found);
    return found;
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
