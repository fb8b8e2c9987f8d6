import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const LAYERS = 10;
const MODELS_A_LAYER = 80;

/** Models of the project. */
export const MANY_MODELS = LAYERS * MODELS_A_LAYER;

/** A dbt project of 800 models in ten layers, each of which reads two of the layer before; every fourth has a test. */
export async function writeManyModels(folder: string): Promise<void> {
  const files: Record<string, string> = {
    'dbt_project.yml': 'name: bench\nversion: 1.0.0\nprofile: honeyframe\n',
  };
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const names = Array.from({ length: MODELS_A_LAYER }, (_, index) => nameModel(layer, index));
    for (const [index, name] of names.entries())
      files[`models/layer_${layer}/${name}.sql`] = writeSql(layer, index);
    files[`models/layer_${layer}/models.yml`] = JSON.stringify({ models: names.map(describeModel) });
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

/** Of the middle of the picture: others read it. */
export function nameChangedModel(): string {
  return `models/layer_5/${nameModel(5, 40)}.sql`;
}

function nameModel(layer: number, index: number): string {
  return `model_${layer}_${index}`;
}

function writeSql(layer: number, index: number): string {
  if (layer === 0) return `select ${index} as id, 'first' as name\n`;
  const [one, other] = [index, (index * 7 + layer) % MODELS_A_LAYER].map((read) =>
    nameModel(layer - 1, read),
  );
  return `select a.id, b.name from {{ ref('${one}') }} a join {{ ref('${other}') }} b using (id)\n`;
}

function describeModel(name: string, index: number) {
  const tests = index % 4 === 0 ? { data_tests: ['not_null'] } : {};
  return { name, description: `What ${name} holds.`, columns: [{ name: 'id', ...tests }, { name: 'name' }] };
}
