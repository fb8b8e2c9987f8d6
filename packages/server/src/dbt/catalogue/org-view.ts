import type { Dataset, Lineage, TestResult } from '@honeyframe/contract/api';
import type { WarehouseFile, WarehouseFiles } from '../../warehouse/index.ts';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import type { StoredGraph, WorkspaceGraphs } from '../graphs/index.ts';
import { describeWorkspace } from '../workspaces/describe-workspace.ts';
import type { DbtWorkspaces, Workspace } from '../workspaces/index.ts';
import { type CatalogueDataset, type JoinedCatalogue, joinWorkspaces } from './join-workspaces.ts';
import { type ByNode, type NodeState, type NodeStates, toKey } from './node-states.ts';
import { type FileFacts, type RelationFact, type RelationFacts, toFactKey } from './relation-facts.ts';
import { withinTime } from './within-time.ts';

export interface OrgViewsOptions {
  readonly engine: DbtEngine;
  readonly workspaces: DbtWorkspaces;
  readonly files: Pick<WarehouseFiles, 'list'>;
  readonly graphs: WorkspaceGraphs;
  readonly states: NodeStates;
  readonly facts: RelationFacts;
  /** Whether the organisation has that workspace: the platform's, or one of a plugin that is enabled there. */
  readonly isVisible: (orgId: string, workspace: Workspace) => Promise<boolean>;
}

/** What one organisation sees of its datasets at this moment. */
export interface OrgView {
  readonly joined: JoinedCatalogue;
  readonly incomplete: Lineage['incomplete'];
  readonly nodes: ByNode<NodeState>;
  readonly tests: ByNode<TestResult>;
  /** The published file that a dataset's rows are in, and those that its views read. */
  findFiles(dataset: CatalogueDataset): readonly [WarehouseFile, ...WarehouseFile[]] | undefined;
  /** Undefined when it is not there, or not known yet. */
  findFact(dataset: CatalogueDataset): RelationFact | undefined;
  /** Whether the file that it would be in was looked at. */
  isKnown(dataset: CatalogueDataset): boolean;
  /** When its rows came to be. */
  findTime(dataset: CatalogueDataset): string | null;
}

/** Counting rows of new versions may take longer; then the numbers are there at the next question. */
const FACTS_MILLISECONDS = 1500;
/** Sets of workspaces whose graphs are kept joined: organisations with the same plugins share one. */
const MAX_JOINED = 8;

export class OrgViews {
  readonly #options: OrgViewsOptions;
  readonly #joined = new Map<string, JoinedCatalogue>();

  constructor(options: OrgViewsOptions) {
    this.#options = options;
  }

  async load(orgId: string): Promise<OrgView> {
    const { files, states } = this.#options;
    const visible = await this.#listVisible(orgId);
    const found = await this.#findGraphs(visible);
    const joined = this.#join(found);
    const hidden = this.#options.workspaces.list().filter((workspace) => !visible.includes(workspace));
    const closed = new Set(hidden.map(({ catalogue }) => catalogue));
    const current = (await files.list(orgId)).filter(({ name }) => !closed.has(name));
    const datasets = [...joined.datasets.values()];
    const tests = datasets.flatMap((dataset) => dataset.tests);
    const own = datasets.map(({ workspace, node }) => ({ workspace, unique_id: node.unique_id }));
    const published = new Files(current, visible);
    const [nodes, results, builtTimes, facts] = await Promise.all([
      states.loadNewest(orgId, own),
      states.loadTests(orgId, tests),
      states.loadBuiltTimes(current.map(({ id }) => id)),
      this.#loadFacts(datasets, published),
    ]);
    const findFact = (dataset: CatalogueDataset) => findIn(facts, dataset);
    return {
      joined,
      nodes,
      tests: results,
      incomplete: found.flatMap(({ workspace, stored }) => this.#describeIncomplete(workspace, stored)),
      findFiles: (dataset) => published.find(dataset),
      findFact,
      isKnown: ({ node }) => facts.has(node.relation?.catalogue ?? ''),
      findTime: (dataset) => {
        const file = published.find(dataset)?.[0];
        if (!file) return null;
        const built = builtTimes.get(file.id)?.get(dataset.node.unique_id);
        return built ?? (findFact(dataset) ? file.built_at : null);
      },
    };
  }

  async #listVisible(orgId: string): Promise<Workspace[]> {
    const visible: Workspace[] = [];
    for (const workspace of this.#options.workspaces.list())
      if (await this.#options.isVisible(orgId, workspace)) visible.push(workspace);
    return visible;
  }

  async #findGraphs(visible: readonly Workspace[]): Promise<FoundGraph[]> {
    return await Promise.all(
      visible.map(async (workspace) => ({ workspace, stored: await this.#options.graphs.find(workspace) })),
    );
  }

  #join(found: readonly FoundGraph[]): JoinedCatalogue {
    const key = JSON.stringify(
      found.map(({ workspace, stored }) => [workspace.slug, workspace.display_name, stored?.content_hash]),
    );
    const joined =
      this.#joined.get(key) ??
      joinWorkspaces(
        found.flatMap(({ workspace, stored }) => (stored ? [{ ...workspace, graph: stored.graph }] : [])),
      );
    this.#joined.delete(key);
    this.#joined.set(key, joined);
    const [oldest] = this.#joined.keys();
    if (this.#joined.size > MAX_JOINED && oldest !== undefined) this.#joined.delete(oldest);
    return joined;
  }

  async #loadFacts(
    datasets: readonly CatalogueDataset[],
    published: Files,
  ): Promise<ReadonlyMap<string, FileFacts>> {
    const wanted = new Map(
      datasets.flatMap((dataset) => {
        const files = published.find(dataset);
        return files ? [[files[0].name, files] as const] : [];
      }),
    );
    const known = new Map<string, FileFacts>();
    const loading = [...wanted.values()].map(async ([file, ...read]) => {
      const facts = await this.#options.facts.load(file, read).catch(() => undefined);
      if (facts) known.set(file.name, facts);
    });
    await withinTime(Promise.all(loading), FACTS_MILLISECONDS);
    // What comes later must not change an answer that is being written.
    return new Map(known);
  }

  #describeIncomplete(workspace: Workspace, stored: StoredGraph | undefined): Lineage['incomplete'] {
    const isCurrent = stored !== undefined && stored.content_hash === workspace.staged?.hash;
    if (workspace.state === 'ready' && isCurrent) return [];
    const { engine } = this.#options;
    const described = describeWorkspace({
      workspace,
      engine: engine.status,
      builtAt: null,
      lastRun: undefined,
    });
    const { slug, display_name, state, message } = described;
    if (state === 'ready')
      return [{ slug, display_name, state: 'waiting', message: 'dbt has not read it yet.' }];
    return [{ slug, display_name, state, message }];
  }
}

interface FoundGraph {
  readonly workspace: Workspace;
  readonly stored: StoredGraph | undefined;
}

/** The current files of an organisation, by the names that relations carry. */
class Files {
  readonly #byName: ReadonlyMap<string, WarehouseFile>;
  readonly #reads: ReadonlyMap<string, readonly string[]>;

  constructor(current: readonly WarehouseFile[], visible: readonly Workspace[]) {
    this.#byName = new Map(current.map((file) => [file.name, file]));
    this.#reads = new Map(visible.map(({ catalogue, reads }) => [catalogue, reads]));
  }

  find({ node }: CatalogueDataset): readonly [WarehouseFile, ...WarehouseFile[]] | undefined {
    const name = node.relation?.catalogue ?? '';
    const file = this.#byName.get(name);
    if (!file) return undefined;
    return [file, ...(this.#reads.get(name) ?? []).flatMap((read) => this.#byName.get(read) ?? [])];
  }
}

function findIn(facts: ReadonlyMap<string, FileFacts>, { node }: CatalogueDataset): RelationFact | undefined {
  return node.relation ? facts.get(node.relation.catalogue)?.get(toFactKey(node.relation)) : undefined;
}

/** Its newest state as dbt told it; what runs forgot is there all the same. */
export function findState(view: OrgView, dataset: CatalogueDataset): Dataset['state'] {
  const { node, workspace } = dataset;
  const newest = view.nodes.get(toKey({ workspace, unique_id: node.unique_id }));
  if (newest) return newest.state;
  const isThere = view.isKnown(dataset) ? view.findFact(dataset) : view.findFiles(dataset);
  return isThere ? 'success' : 'never';
}
