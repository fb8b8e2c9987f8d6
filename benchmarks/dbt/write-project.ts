import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const MODELS = 5;
const SEEDS = 3;

/** A dbt project of 28 nodes: five models, three seeds, and twenty tests. */
export async function writeProject(folder: string): Promise<void> {
  const models = Array.from({ length: MODELS }, (_, index) => `model_${index}`);
  const seeds = Array.from({ length: SEEDS }, (_, index) => `seed_${index}`);
  const files: Record<string, string> = {
    'dbt_project.yml': 'name: bench\nversion: 1.0.0\nprofile: honeyframe\n',
    'models/models.yml': JSON.stringify({ models: models.map(describeModel) }),
  };
  for (const [index, name] of models.entries()) {
    const from = index === 0 ? 'seed_0' : `model_${index - 1}`;
    files[`models/${name}.sql`] =
      `{{ config(materialized='table') }} select id, name, id + ${index} as other from {{ ref('${from}') }}\n`;
  }
  for (const name of seeds) files[`seeds/${name}.csv`] = 'id,name\n1,one\n2,two\n3,three\n';
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

/** Four tests each. */
function describeModel(name: string) {
  const column = (field: string) => ({ name: field, data_tests: ['unique', 'not_null'] });
  return { name, columns: [column('id'), column('name')] };
}
