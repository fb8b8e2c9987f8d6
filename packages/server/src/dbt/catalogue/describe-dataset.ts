import type { Dataset, DatasetDetails } from '@honeyframe/contract/api';
import type { CatalogueDataset } from './join-workspaces.ts';
import { toKey } from './node-states.ts';
import { findState, type OrgView } from './org-view.ts';

/** A dataset as a list shows it. */
export function describeDataset(view: OrgView, dataset: CatalogueDataset): Dataset {
  const { id, workspace, owner, owner_name, node } = dataset;
  const fact = view.findFact(dataset);
  return {
    id,
    workspace,
    owner,
    owner_name,
    name: node.name,
    kind: node.kind,
    materialisation: node.materialisation,
    description: firstSentence(node.documentation),
    tags: node.tags,
    column_count: fact?.columns.length ?? node.columns.length,
    state: findState(view, dataset),
    data_as_of: view.findTime(dataset),
    row_count: fact?.row_count ?? null,
    tests: countTests(view, dataset),
  };
}

/** Of a test that was never run nothing is known. */
export function countTests(view: OrgView, { tests }: CatalogueDataset): Dataset['tests'] {
  const states = tests.map((test) => view.tests.get(toKey(test))?.state);
  return {
    passed: states.filter((state) => state === 'pass').length,
    failed: states.filter((state) => state === 'fail' || state === 'error').length,
    total: tests.length,
  };
}

export function describeLink(view: OrgView, dataset: CatalogueDataset): DatasetDetails['upstream'][number] {
  const { id, workspace, node } = dataset;
  return { id, name: node.name, kind: node.kind, workspace, state: findState(view, dataset) };
}

/** The warehouse's columns in their order, with what their author wrote; those that are not there yet come last. */
export function describeColumns(view: OrgView, dataset: CatalogueDataset): DatasetDetails['columns'] {
  const documented = new Map(dataset.node.columns.map((column) => [column.name.toLowerCase(), column]));
  const built = view.findFact(dataset)?.columns ?? [];
  const names = new Set(built.map(({ name }) => name.toLowerCase()));
  const later = dataset.node.columns.filter(({ name }) => !names.has(name.toLowerCase()));
  return [...built, ...later.map(({ name }) => ({ name, type: null }))].map(({ name, type }) => ({
    name,
    type,
    description: documented.get(name.toLowerCase())?.description ?? '',
    tests: dataset.tests
      .filter(({ column }) => column?.toLowerCase() === name.toLowerCase())
      .map(({ label }) => label),
  }));
}

export function describeTests(view: OrgView, { tests }: CatalogueDataset): DatasetDetails['tests_on_it'] {
  return tests.map((test) => ({
    unique_id: test.unique_id,
    name: test.label,
    column: test.column,
    description: test.description,
    last: view.tests.get(toKey(test)) ?? null,
  }));
}

/** As SQL asks for it: the schema `main` is the one that is meant where none is named. */
export function nameRelation({ node }: CatalogueDataset): string {
  if (!node.relation) return '';
  const { catalogue, schema, name } = node.relation;
  return [catalogue, ...(schema === 'main' ? [] : [schema]), name].map(quoteWhereNeeded).join('.');
}

function quoteWhereNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function firstSentence(documentation: string): string {
  const [paragraph = ''] = documentation.trim().split(/\n\s*\n/, 1);
  const text = paragraph.replace(/\s+/g, ' ');
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}
