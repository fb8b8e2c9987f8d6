import { PlatformError } from '@honeyframe/contract';
import type { Dataset, DatasetDetails, DatasetPreview, Lineage } from '@honeyframe/contract/api';
import type { AuditLog, AuditWrite } from '../../audit/index.ts';
import type { WarehouseReaders } from '../../warehouse/index.ts';
import { readCompiled } from '../runs/run-artifacts.ts';
import { createLineage, type LineageQuery, type UnplacedNode } from './create-lineage.ts';
import {
  describeColumns,
  describeDataset,
  describeLink,
  describeTests,
  nameRelation,
} from './describe-dataset.ts';
import type { CatalogueDataset } from './join-workspaces.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './layout/arrange-columns.ts';
import type { LineageLayouts } from './layout/lineage-layouts.ts';
import { type ListDatasetsQuery, listDatasets } from './list-datasets.ts';
import { type NodeStates, toKey } from './node-states.ts';
import type { OrgView, OrgViews } from './org-view.ts';
import { previewDataset } from './preview-dataset.ts';

export interface DbtCatalogueOptions {
  readonly views: OrgViews;
  readonly states: NodeStates;
  readonly layouts: LineageLayouts;
  readonly readers: WarehouseReaders;
  readonly auditLog: AuditLog;
  /** Where dbt's own files of a run are, as long as they are kept. */
  readonly findRunFolder: (orgId: string, runId: string) => Promise<string>;
}

/** Who looks at rows, for the audit log. */
type Reader = Pick<AuditWrite, 'actor' | 'request_id' | 'ip'>;

/** Runs whose SQL is looked for: the folders of older ones are gone. */
const RUNS_WITH_SQL = 10;

/** Everything that the workspaces of an organisation build or read, and what comes from what. */
export class DbtCatalogue {
  readonly #options: DbtCatalogueOptions;

  constructor(options: DbtCatalogueOptions) {
    this.#options = options;
  }

  async list(orgId: string, query: ListDatasetsQuery): Promise<{ rows: Dataset[]; total: number }> {
    return listDatasets(await this.#options.views.load(orgId), query);
  }

  /** Throws HF_CORE_NOT_FOUND. */
  async get(orgId: string, id: string): Promise<DatasetDetails> {
    const view = await this.#options.views.load(orgId);
    const dataset = requireDataset(view, id);
    const { node, workspace } = dataset;
    const describe = (ids: Iterable<string>) =>
      [...ids].flatMap((link) => view.joined.find(link) ?? []).map((link) => describeLink(view, link));
    return {
      ...describeDataset(view, dataset),
      documentation: node.documentation,
      relation: nameRelation(dataset),
      columns: describeColumns(view, dataset),
      tests_on_it: describeTests(view, dataset),
      raw_sql: node.raw_sql,
      compiled_sql: await this.#findCompiled(orgId, dataset),
      file: node.file,
      upstream: describe(dataset.upstream),
      downstream: describe(dataset.downstream),
      last_run_id: view.nodes.get(toKey({ workspace, unique_id: node.unique_id }))?.run_id ?? null,
    };
  }

  /** Throws HF_CORE_NOT_FOUND and HF_WAREHOUSE_NOT_BUILT. */
  async preview(orgId: string, id: string, by: Reader): Promise<DatasetPreview> {
    const view = await this.#options.views.load(orgId);
    const dataset = requireDataset(view, id);
    const preview = await previewDataset({ orgId, view, dataset, readers: this.#options.readers });
    // Before anybody sees a row of it.
    await this.#options.auditLog.record({
      ...by,
      org_id: orgId,
      action: 'dataset.previewed',
      target_type: 'dataset',
      target_id: dataset.id,
      details: { dataset: nameRelation(dataset), rows: preview.rows.length },
    });
    return preview;
  }

  async lineage(orgId: string, query: LineageQuery): Promise<Lineage> {
    const view = await this.#options.views.load(orgId);
    const { nodes, edges, owners } = createLineage(view, query);
    const { places, is_settled } = await this.#options.layouts.find({
      columns: nodes.map(chooseColumn),
      edges,
    });
    return {
      node_width: NODE_WIDTH,
      node_height: NODE_HEIGHT,
      is_settled,
      nodes: nodes.map((node, index) => ({
        ...node,
        x: places[index * 2] ?? 0,
        y: places[index * 2 + 1] ?? 0,
      })),
      edges,
      owners,
      incomplete: view.incomplete.filter(
        ({ slug }) => query.workspace === undefined || slug === query.workspace,
      ),
    };
  }

  async close(): Promise<void> {
    await this.#options.layouts.close();
  }

  async #findCompiled(orgId: string, { node, workspace }: CatalogueDataset): Promise<string | null> {
    const { states, findRunFolder } = this.#options;
    const { unique_id } = node;
    if (node.raw_sql === null) return null;
    for (const id of await states.listRuns(orgId, { workspace, unique_id }, RUNS_WITH_SQL)) {
      const compiled = (await readCompiled(await findRunFolder(orgId, id))).get(unique_id);
      if (compiled !== undefined) return compiled;
    }
    return null;
  }
}

function requireDataset(view: OrgView, id: string): CatalogueDataset {
  const dataset = view.joined.find(id);
  if (dataset) return dataset;
  throw new PlatformError('HF_CORE_NOT_FOUND', { what: `dataset ${id}` });
}

function chooseColumn({ kind }: UnplacedNode): 'first' | 'last' | null {
  if (kind === 'source') return 'first';
  return kind === 'block' ? 'last' : null;
}
