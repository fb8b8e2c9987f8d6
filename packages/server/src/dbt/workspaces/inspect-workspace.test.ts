import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createWorkspaceFolder } from '../dbt.fixture.ts';
import { inspectWorkspace } from './inspect-workspace.ts';

async function inspect(files: Record<string, string>, arrange?: (folder: string) => Promise<void>) {
  const folder = await createWorkspaceFolder(files);
  await arrange?.(folder);
  const registration = { slug: 'my-plugin', display_name: 'Mine', owner: 'my-plugin', folder, requires: [] };
  return await inspectWorkspace(registration);
}

async function codesOf(files: Record<string, string>, arrange?: (folder: string) => Promise<void>) {
  const { diagnostics } = await inspect(files, arrange);
  return diagnostics.map((diagnostic) => diagnostic.code);
}

async function hubPackagesOf(files: Record<string, string>) {
  return (await inspect(files)).hub_packages;
}

const project = (extra: string) => ({ 'dbt_project.yml': `name: tiny\n${extra}\n` });

it('accepts a workspace and finds what it reads', async () => {
  const found = await inspect({
    ...project('model-paths: [models, more/models]\nseed-paths: [seeds]'),
    'models/a.yml': 'sources: [{ name: s, database: synthea, tables: [] }, { name: o, database: my_plugin }]',
    'more/models/b.yaml': 'sources: [{ name: p, database: platform }, { name: own }]',
    'models/broken.yml': 'sources: [',
    'elsewhere/c.yml': 'sources: [{ name: x, database: ignored }]',
    'target/manifest.json': '{}',
  });
  expect(found.diagnostics).toEqual([]);
  expect(found.reads).toEqual(['platform', 'synthea']);
  expect(found.seed_folders).toEqual(['seeds']);
  expect(found.files).not.toContain('target/manifest.json');
});

it.each([
  'model-paths: [../other]',
  'seed-paths: [/etc]',
  'macro-paths: ["~/macros"]',
  'test-paths: [tests, a/../../b]',
  'analysis-paths: ../x',
  'snapshot_paths: [../x]',
  'docs-paths: [../x]',
  'asset-paths: [../x]',
  'function-paths: [../x]',
  'packages-install-path: ../x',
  'log-path: ../x',
])('refuses paths that lead out: %s', async (field) => {
  const { diagnostics } = await inspect(project(field));
  expect(diagnostics).toMatchObject([{ code: 'HF_DBT_PATH_OUTSIDE', line: 2 }]);
});

it('refuses a path that only Jinja knows', async () => {
  expect(await codesOf(project('seed-paths: ["{{ env_var(\'X\') }}"]'))).toEqual(['HF_DBT_PATH_COMPUTED']);
});

it('refuses links that lead out, to nothing or to folders, and takes those to files inside', async () => {
  const outside = await createWorkspaceFolder({});
  const found = await inspect({ 'models/one.sql': 'select 1' }, async (folder) => {
    await symlink(path.join(outside, 'dbt_project.yml'), path.join(folder, 'models/out.sql'));
    await symlink('nowhere', path.join(folder, 'models/dangling.sql'));
    await symlink('..', path.join(folder, 'models/parent'));
    await symlink('one.sql', path.join(folder, 'models/two.sql'));
  });
  const files = found.diagnostics.map(({ code, file }) => `${code} ${path.basename(file)}`);
  expect(files.sort()).toEqual([
    'HF_DBT_LINK_OUTSIDE dangling.sql',
    'HF_DBT_LINK_OUTSIDE out.sql',
    'HF_DBT_LINK_OUTSIDE parent',
  ]);
  expect(found.files).toContain('models/two.sql');
});

it('refuses Python models, and only warns of a profile', async () => {
  const { diagnostics } = await inspect({
    'models/deep/evil.py': '',
    'profiles.yml': 'x: 1',
    'scripts/fine.py': '',
  });
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['HF_DBT_PYTHON_MODEL', 'error'],
    ['HF_DBT_PROFILES_IGNORED', 'warning'],
  ]);
});

it('checks packages: vendored ones too, local ones inside, missing ones named', async () => {
  const hub = 'packages: [{ package: dbt-labs/dbt_utils, version: 1.0.0 }]';
  expect(await codesOf({ 'packages.yml': hub })).toEqual([]);
  expect(await hubPackagesOf({ 'packages.yml': hub })).toEqual(['dbt-labs/dbt_utils']);
  expect(await codesOf({ 'packages.yml': hub, 'dbt_packages/u/dbt_project.yml': 'name: u' })).toEqual([]);
  expect(
    await codesOf({
      'packages.yml': hub,
      'dbt_packages/u/dbt_project.yml': 'name: u\nseed-paths: [../../../x]',
    }),
  ).toEqual(['HF_DBT_PATH_OUTSIDE']);
  for (const other of [
    'git: "https://example.org/x.git"',
    'tarball: "http://10.0.0.1/x"',
    'package: "{{ env_var(1) }}"',
  ]) {
    const files = { 'packages.yml': `packages: [{ ${other} }]` };
    expect(await codesOf(files), other).toEqual(['HF_DBT_PACKAGES_MISSING']);
    expect(await hubPackagesOf(files), other).toEqual([]);
  }
  const local = 'packages: [{ local: ../other }]';
  expect(await codesOf({ 'packages.yml': local, 'dbt_packages/u/x.sql': '' })).toEqual([
    'HF_DBT_PATH_OUTSIDE',
  ]);
});

it('says what is wrong with a project file', async () => {
  expect(await codesOf({ 'dbt_project.yml': 'version: 1' })).toEqual(['HF_DBT_PROJECT_INVALID']);
  expect(await codesOf({ 'dbt_project.yml': '- a list' })).toEqual(['HF_DBT_PROJECT_INVALID']);
  expect(await codesOf({ 'dbt_project.yml': 'name: [' })).toEqual([
    'HF_DBT_PROJECT_INVALID',
    'HF_MANIFEST_YAML_SYNTAX',
  ]);
});

it('refuses a source whose database is computed', async () => {
  const models = { 'models/s.yml': 'sources: [{ name: s, database: "{{ env_var(\'X\') }}" }]' };
  expect(await codesOf(models)).toEqual(['HF_DBT_SOURCE_NAME_INVALID']);
});

it('does not follow a project file that is a link to elsewhere', async () => {
  const outside = await createWorkspaceFolder({});
  const codes = await codesOf({}, async (folder) => {
    await writeFile(path.join(folder, 'x'), '');
    await symlink(path.join(outside, 'dbt_project.yml'), path.join(folder, 'models.yml'));
  });
  expect(codes).toEqual(['HF_DBT_LINK_OUTSIDE']);
});
