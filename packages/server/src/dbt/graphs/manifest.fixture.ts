import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workspace } from '../workspaces/index.ts';

interface Parts {
  readonly nodes?: Record<string, object>;
  readonly sources?: Record<string, object>;
  readonly exposures?: Record<string, object>;
  readonly unit_tests?: Record<string, object>;
}

/** As dbt writes it, in short. */
export function createManifest(parts: Parts) {
  return {
    metadata: { dbt_version: '1.12.6', adapter_type: 'duckdb' },
    ...{ nodes: {}, sources: {}, macros: {}, docs: {}, exposures: {}, unit_tests: {} },
    ...parts,
  };
}

/** A model `model.<project>.<name>` of the catalogue of that name. */
export function model(project: string, name: string, reads: readonly string[] = [], more: object = {}) {
  const unique_id = `model.${project}.${name}`;
  return {
    [unique_id]: {
      ...{ unique_id, name, resource_type: 'model', package_name: project, alias: name },
      ...{ database: project, schema: 'main', relation_name: `"${project}"."main"."${name}"` },
      ...{ description: '', tags: [], columns: {}, original_file_path: `models/${name}.sql` },
      ...{ raw_code: `select * from ${name}`, language: 'sql', config: { materialized: 'table' } },
      depends_on: { macros: [], nodes: reads },
      ...more,
    },
  };
}

/** A table of a raw source, or of another workspace. */
export function source(project: string, database: string, name: string, more: object = {}) {
  const unique_id = `source.${project}.${database}.${name}`;
  return {
    [unique_id]: {
      ...{ unique_id, name, source_name: database, database, schema: 'main', identifier: name },
      ...{ description: '', tags: [], columns: {}, original_file_path: 'models/sources.yml' },
      ...more,
    },
  };
}

/** A generic test of one column of a model. */
export function columnTest(project: string, on: string, column: string, label = 'not_null') {
  const unique_id = `test.${project}.${label}_${on}_${column}.0123456789`;
  return {
    [unique_id]: {
      ...{ unique_id, name: `${label}_${on}_${column}`, resource_type: 'test', package_name: project },
      ...{ database: project, schema: 'main', alias: label, description: '', tags: [], columns: {} },
      ...{ config: { materialized: 'test' }, column_name: column, test_metadata: { name: label } },
      attached_node: `model.${project}.${on}`,
      depends_on: { macros: [], nodes: [`model.${project}.${on}`] },
    },
  };
}

export function exposure(project: string, name: string, label: string, reads: readonly string[]) {
  const unique_id = `exposure.${project}.${name}`;
  return { [unique_id]: { unique_id, name, label, type: 'dashboard', depends_on: { nodes: reads } } };
}

/** As a parse leaves it beside the staged copy. */
export async function writeManifest({ staged }: Workspace, manifest: object): Promise<void> {
  if (!staged) throw new Error('the workspace was not staged');
  await mkdir(path.dirname(staged.manifest), { recursive: true });
  await writeFile(staged.manifest, JSON.stringify(manifest));
}
