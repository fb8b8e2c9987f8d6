import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { DbtNode } from '@honeyframe/contract/api';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { buildTiny, openTestDbt, publishSource, registerTiny } from './dbt.fixture.ts';
import type { DbtRunner } from './dbt-runner.ts';
import { ColdChildRunner } from './runner/cold-child-runner.ts';
import { WarmParentRunner } from './runner/warm-parent-runner.ts';

const log = { warn: (context: object) => expect.fail(JSON.stringify(context)) };
const runners: [string, () => DbtRunner][] = [
  ['a fork of the warm parent', () => new WarmParentRunner({ log })],
  ['a cold child', () => new ColdChildRunner()],
];

/** A secret in a file, and a way to see whether a run came by it. */
async function createSecret() {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'honeyframe-secret-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'secret.csv');
  await writeFile(file, 'id\nsecret-content\n');
  return { folder, file };
}

/** Builds models one by one: each must fail, for the reason that is named. */
async function expectRefusals(
  runner: DbtRunner,
  models: Record<string, { sql: string; refusal: RegExp }>,
): Promise<void> {
  const { dbt, warehouse, orgA } = await openTestDbt({ bin: inject('pythonBin'), runner });
  await publishSource(warehouse, orgA, 'raw', 'create table things as select 1 as id');
  const files = Object.entries(models).map(([name, { sql }]) => [`models/${name}.sql`, sql]);
  await registerTiny(dbt, {
    ...Object.fromEntries(files),
    'models/sources.yml': 'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]',
  });
  await dbt.start();
  const run = await buildTiny(dbt, orgA);
  const { nodes } = await dbt.runs.getWithNodes(orgA, run.id);
  const said = Object.fromEntries(
    nodes.map((node: DbtNode) => [node.name, `${node.state}: ${node.message}`]),
  );
  for (const [name, { refusal }] of Object.entries(models)) {
    expect(said[name], name).toMatch(/^error: /);
    expect(said[name], name).toMatch(refusal);
  }
  expect(JSON.stringify(nodes) + (await dbt.runs.getLog(orgA, run.id))).not.toContain('secret-content');
}

const closed = /Permission Error|not permitted|disabled by configuration/i;
const locked = /configuration has been locked/;

describe.each(runners)('in %s', (_, createRunner) => {
  it('lets SQL of a workspace read neither files, nor the network, nor what it did not declare', async () => {
    const { file, folder } = await createSecret();
    await expectRefusals(createRunner(), {
      reads_passwd: { sql: "select * from read_text('/etc/passwd')", refusal: closed },
      reads_secret: { sql: `select * from read_csv('${file}')`, refusal: closed },
      reads_from: { sql: `select * from '${file}'`, refusal: closed },
      lists_files: { sql: `select * from glob('${folder}/*')`, refusal: closed },
      climbs_out: { sql: "select * from read_text('../../../../../../etc/passwd')", refusal: closed },
      loads_extension: { sql: "{{ config(pre_hook='install httpfs') }} select 1 as id", refusal: closed },
      fetches: {
        sql: "select * from read_csv('http://127.0.0.1:1/x.csv')",
        refusal: /Permission Error|extension|Missing Extension|disabled/i,
      },
      unlocks: {
        sql: '{{ config(pre_hook="set enable_external_access = true") }} select 1 as id',
        refusal: locked,
      },
      raises_memory: {
        sql: '{{ config(pre_hook="set memory_limit = \'50GB\'") }} select 1 as id',
        refusal: locked,
      },
      attaches: {
        sql: `{{ config(pre_hook="attach '${folder}/other.duckdb'") }} select 1 as id`,
        refusal: closed,
      },
      writes_file: {
        sql: `{{ config(pre_hook="copy (select 1) to '${folder}/written.csv'") }} select 1 as id`,
        refusal: closed,
      },
      exports: {
        sql: `{{ config(materialized='external', location='${folder}/x.parquet') }} select 1 as id`,
        refusal: closed,
      },
    });
    await expect(readFile(path.join(folder, 'written.csv'))).rejects.toThrow('ENOENT');
  });

  it('lets Jinja of a workspace see no variable of the platform and run no Python', async () => {
    process.env.HONEYFRAME_TEST_SECRET = 'secret-content';
    onTestFinished(() => void delete process.env.HONEYFRAME_TEST_SECRET);
    const { dbt, orgA } = await openTestDbt({ bin: inject('pythonBin'), runner: createRunner() });
    await registerTiny(dbt, {
      'models/looks.sql': "select '{{ env_var('HONEYFRAME_TEST_SECRET', 'nothing') }}' as value",
      'models/looks.yml': `
models: [{ name: looks, columns: [{ name: value, data_tests: [{ accepted_values: { arguments: { values: [nothing] } } }] }] }]`,
      'models/runs_python.sql': "{{ config(materialized='sneaky') }} import os",
      'macros/sneaky.sql': `
{% materialization sneaky, adapter='duckdb' %}
  {% call statement('main', language='python') %}
def model(dbt, session):
    return open('/etc/passwd').read()
  {% endcall %}
  {{ return({'relations': []}) }}
{% endmaterialization %}`,
    });
    await dbt.start();
    const run = await buildTiny(dbt, orgA);
    const { nodes } = await dbt.runs.getWithNodes(orgA, run.id);
    expect(Object.fromEntries(nodes.map((node) => [node.name, node.state]))).toMatchObject({
      looks: 'success',
      accepted_values_looks_value__nothing: 'pass',
      runs_python: 'error',
    });
    expect(nodes.find((node) => node.name === 'runs_python')?.message).toContain(
      'Python code in a workspace is not run',
    );
  });

  it('leaves the published files that it reads as they were', async () => {
    const { dbt, warehouse, orgA } = await openTestDbt({ bin: inject('pythonBin'), runner: createRunner() });
    await publishSource(warehouse, orgA, 'raw', 'create table things as select 1 as id');
    const raw = await warehouse.files.current(orgA, 'raw');
    const before = await readFile(raw?.path ?? '');
    const hook = (sql: string) =>
      `{{ config(pre_hook="${sql}") }} select * from {{ source('raw', 'things') }}`;
    await registerTiny(dbt, {
      'models/sources.yml':
        'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]',
      'models/overwrites.sql': hook(`copy (select 1) to '${raw?.path}' (format csv, use_tmp_file false)`),
      'models/changes.sql': hook('insert into raw.main.things select 2'),
      'models/plants_seed.sql': hook(
        "copy (select 1) to '{{ graph.nodes['seed.tiny.colours'].root_path }}/seeds/colours.csv' (format csv, use_tmp_file false)",
      ),
      'seeds/colours.csv': 'id\n1\n',
    });
    await dbt.start();
    const run = await buildTiny(dbt, orgA);
    const { nodes } = await dbt.runs.getWithNodes(orgA, run.id);
    const staged = dbt.workspaces.get('tiny')?.staged?.seed_folders[0] ?? '';
    expect(await readFile(path.join(staged, 'colours.csv'), 'utf8')).toBe('id\n1\n');
    const failed = nodes.filter((node) => node.state === 'error').map((node) => node.name);
    expect(failed.sort()).toEqual(['changes', 'overwrites', 'plants_seed']);
    expect((await readFile(raw?.path ?? '')).equals(before)).toBe(true);
  });
});
