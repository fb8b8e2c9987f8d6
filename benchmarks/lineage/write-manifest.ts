import { writeFile } from 'node:fs/promises';

const SOURCES = 100;
const LAYERS = 19;
const MODELS_A_LAYER = 100;
const COLUMNS = 8;

/** Nodes of the picture. */
export const NODES = SOURCES + LAYERS * MODELS_A_LAYER;

/** What dbt would say of a workspace of 2,000 nodes: each model reads two of the layer before, and one of an earlier. */
export async function writeManifest(file: string): Promise<void> {
  const sources = Array.from({ length: SOURCES }, (_, index) => describeSource(index));
  const models = Array.from({ length: LAYERS }, (_, layer) =>
    Array.from({ length: MODELS_A_LAYER }, (_, index) => describeModel(layer + 1, index)),
  ).flat();
  const byId = (all: readonly { readonly unique_id: string }[]) =>
    Object.fromEntries(all.map((each) => [each.unique_id, each]));
  const manifest = { nodes: byId(models), sources: byId(sources), exposures: {}, unit_tests: {} };
  await writeFile(file, JSON.stringify(manifest));
}

function describeSource(index: number) {
  const name = `raw_${index}`;
  const place = { database: 'raw', schema: 'main', identifier: name, columns: describeColumns() };
  return { unique_id: idOf(0, index), resource_type: 'source', name, ...place };
}

function describeModel(layer: number, index: number) {
  const earlier = Math.max(0, layer - 3);
  const reads = [
    idOf(layer - 1, index),
    idOf(layer - 1, (index * 7 + layer) % MODELS_A_LAYER),
    idOf(earlier, (index * 13 + layer) % MODELS_A_LAYER),
  ];
  const name = `model_${layer}_${index}`;
  return {
    ...{ unique_id: idOf(layer, index), resource_type: 'model', name, alias: name },
    ...{ database: 'bench', schema: 'main', description: `What ${name} holds.`, columns: describeColumns() },
    ...{
      original_file_path: `models/${name}.sql`,
      raw_code: 'select 1 as id',
      config: { materialized: 'table' },
    },
    depends_on: { nodes: [...new Set(reads)] },
  };
}

function idOf(layer: number, index: number): string {
  return layer === 0 ? `source.bench.raw.raw_${index}` : `model.bench.model_${layer}_${index}`;
}

function describeColumns() {
  const names = Array.from({ length: COLUMNS }, (_, index) => `column_${index}`);
  return Object.fromEntries(names.map((name) => [name, { name, description: '' }]));
}
