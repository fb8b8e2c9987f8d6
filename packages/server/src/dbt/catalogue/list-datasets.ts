import type { Dataset, dbtCatalogueApi } from '@honeyframe/contract/api';
import type { z } from 'zod';
import { describeDataset } from './describe-dataset.ts';
import type { CatalogueDataset } from './join-workspaces.ts';
import type { OrgView } from './org-view.ts';

export type ListDatasetsQuery = z.output<typeof dbtCatalogueApi.listDatasets.query>;

/** What wants to be looked at first. */
const statesInOrder: readonly Dataset['state'][] = [
  'error',
  'fail',
  'warn',
  'running',
  'queued',
  'skipped',
  'never',
  'success',
  'pass',
  'unchanged',
];

/** One page of those that match, in order; what has no value comes last either way. */
export function listDatasets(view: OrgView, query: ListDatasetsQuery): { rows: Dataset[]; total: number } {
  const { page, page_size, sort, direction } = query;
  const matching = [...view.joined.datasets.values()].filter((dataset) => matches(dataset, query));
  const rows = matching.map((dataset) => describeDataset(view, dataset));
  const sign = direction === 'asc' ? 1 : -1;
  rows.sort((a, b) => compare(a, b, sort, sign) || compareTexts(a.name, b.name) || compareTexts(a.id, b.id));
  const start = (page - 1) * page_size;
  return { rows: rows.slice(start, start + page_size), total: rows.length };
}

function matches({ workspace, node }: CatalogueDataset, query: ListDatasetsQuery): boolean {
  if (query.workspace !== undefined && workspace !== query.workspace) return false;
  if (query.kind !== undefined && node.kind !== query.kind) return false;
  const words = (query.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const columns = node.columns.map(({ name, description }) => `${name} ${description}`);
  const text = [node.name, node.documentation, ...node.tags, ...columns].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

function compare(a: Dataset, b: Dataset, sort: ListDatasetsQuery['sort'], sign: number): number {
  if (sort === 'name') return sign * compareTexts(a.name, b.name);
  if (sort === 'state') return sign * (statesInOrder.indexOf(a.state) - statesInOrder.indexOf(b.state));
  const [left, right] = [toNumber(a[sort]), toNumber(b[sort])];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return sign * (left - right);
}

function toNumber(value: string | number | null): number | null {
  return typeof value === 'string' ? Date.parse(value) : value;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
