import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readDeclaredSources } from './read-declared-sources.ts';

/** A plugin with a dbt workspace of these files. */
async function createPlugin(files: Record<string, string>) {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'honeyframe-sources-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  return { root, folder: path.join(root, 'dbt'), owner: 'healthcare' };
}

const source = (extra = '') => `
sources:
  - name: raw
    database: synthea
${extra}
    tables:
      - name: people
        identifier: Patients
        columns:
          - { name: Id, data_type: varchar }
          - { name: LAT, data_type: double, config: { meta: { honeyframe: { optional: true } } } }
          - { name: NOTE }
`;

it('reads tables, columns and types of sources with a database', async () => {
  const plugin = await createPlugin({
    'dbt/models/staging/synthea.yml': source(),
    'dbt/models/other.yaml': 'sources: [{ name: own, tables: [{ name: t }] }]',
  });
  expect(await readDeclaredSources(plugin)).toEqual([
    {
      schema: 'synthea',
      declared_by: 'healthcare',
      tables: [
        {
          table: 'patients',
          columns: [
            { name: 'Id', data_type: 'varchar' },
            { name: 'LAT', data_type: 'double', optional: true },
            { name: 'NOTE' },
          ],
          declared_by: 'healthcare',
        },
      ],
    },
  ]);
});

it('finds the module of the sample, under meta or under config', async () => {
  const meta = 'meta: { honeyframe: { sample: ../scripts/generate-sample.ts } }';
  for (const extra of [`    ${meta}`, `    config:\n      ${meta}`]) {
    const plugin = await createPlugin({
      'dbt/models/s.yml': source(extra),
      'scripts/generate-sample.ts': '',
    });
    const [found] = await readDeclaredSources(plugin);
    expect(found?.sample_module).toBe(path.join(plugin.root, 'scripts/generate-sample.ts'));
  }
});

it('ignores a sample outside the plugin, also through a link', async () => {
  const outside = await createPlugin({ 'sample.ts': '' });
  const sample = (value: string) => source(`    meta: { honeyframe: { sample: ${value} } }`);
  const plugin = await createPlugin({
    'dbt/models/a.yml': sample('link.ts'),
    'dbt/models/b.yml': sample('../../x.ts'),
  });
  await symlink(path.join(outside.root, 'sample.ts'), path.join(plugin.folder, 'link.ts'));
  const found = await readDeclaredSources(plugin);
  expect(found.map((entry) => entry.sample_module)).toEqual([undefined, undefined]);
});

it('passes over files that are malformed, linked, or no properties, and keeps the others', async () => {
  const outside = await createPlugin({ 'evil.yml': source() });
  const plugin = await createPlugin({
    'dbt/models/bad.yml': 'sources: [',
    'dbt/models/deep.yml': `sources: ${'['.repeat(20_000)}`,
    'dbt/models/models.yml': 'models: [{ name: x }]',
    'dbt/models/list.yml': '- 1',
    'dbt/models/z.yml': source(),
  });
  await symlink(path.join(outside.root, 'evil.yml'), path.join(plugin.folder, 'models/linked.yml'));
  expect(await readDeclaredSources(plugin)).toHaveLength(1);
  expect(await readDeclaredSources({ ...plugin, folder: path.join(plugin.root, 'missing') })).toEqual([]);
});
