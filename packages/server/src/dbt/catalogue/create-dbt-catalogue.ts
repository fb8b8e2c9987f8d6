import type { AuditLog } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import type { WarehouseReaders } from '../../warehouse/index.ts';
import type { WorkspaceGraphs } from '../graphs/index.ts';
import { DbtCatalogue } from './dbt-catalogue.ts';
import { LineageLayouts, type LineageLayoutsOptions } from './layout/lineage-layouts.ts';
import { NodeStates } from './node-states.ts';
import { OrgViews, type OrgViewsOptions } from './org-view.ts';
import { RelationFacts } from './relation-facts.ts';

export interface CreateDbtCatalogueOptions
  extends Pick<OrgViewsOptions, 'engine' | 'workspaces' | 'files' | 'isVisible'> {
  readonly graphs: WorkspaceGraphs;
  readonly queries: Queries;
  readonly readers: WarehouseReaders;
  readonly auditLog: AuditLog;
  readonly log: LineageLayoutsOptions['log'];
  readonly findRunFolder: (orgId: string, runId: string) => Promise<string>;
}

export function createDbtCatalogue(options: CreateDbtCatalogueOptions): DbtCatalogue {
  const states = new NodeStates(options.queries);
  const facts = new RelationFacts(options.readers);
  const views = new OrgViews({ ...options, states, facts });
  return new DbtCatalogue({ ...options, states, views, layouts: new LineageLayouts(options) });
}
