import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { discover, discoverReport, validateFolder } from '@honeyframe/host';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'honeyframe-discover-')));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** Writes a file below the temporary root, with its folders. */
function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

function writePlugin(folder: string, slug: string, version = '0.1.0', more = ''): void {
  write(`${folder}/plugin.yaml`, `name: ${slug}\nversion: ${version}\n${more}`);
}

function writePackage(folder: string, declaration: unknown): void {
  write(`${folder}/package.json`, JSON.stringify({ name: path.basename(folder), honeyframe: declaration }));
}

const at = (folder: string) => path.join(root, folder);

describe('discover', () => {
  it('resolves to the manifests of valid plugins, ordered by name', async () => {
    writePlugin('app/plugins/zoo', 'zoo', '2.0.0');
    writePlugin('app/plugins/care-home', 'care-home');
    const plugins = await discover({ installDir: at('app'), env: {} });
    expect(plugins.map(({ name, version, display_name }) => [name, version, display_name])).toEqual([
      ['care-home', '0.1.0', 'Care Home'],
      ['zoo', '2.0.0', 'Zoo'],
    ]);
  });

  it('skips a malformed plugin, logs why with its place, and keeps the others', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    writePlugin('app/plugins/good', 'good');
    writePlugin('app/plugins/bad', 'bad', '1.10');
    const plugins = await discover({ installDir: at('app'), env: {} });
    expect(plugins.map(({ name }) => name)).toEqual(['good']);
    expect(log).toHaveBeenCalledOnce();
    expect(log.mock.calls[0]?.[0]).toContain(
      `${at('app/plugins/bad/plugin.yaml')}:2:10 error HF_MANIFEST_VERSION`,
    );
  });

  it('takes a frontend that its author ships built, without its sources', async () => {
    writePlugin('app/plugins/built', 'built', '0.1.0', 'frontend_entry: frontend/src/index.tsx\n');
    const find = async () => (await discoverReport({ installDir: at('app'), env: {} })).plugins[0]?.state;
    expect(await find()).toBe('invalid');
    write('app/plugins/built/frontend/dist/bundle.json', '{}');
    expect(await find()).toBe('valid');
  });

  it('finds nothing, without an error, where there are no plugins', async () => {
    expect(await discover({ installDir: at('nowhere'), dataDir: at('neither'), env: {} })).toEqual([]);
  });

  it('says so when the root of plugins is not a folder', async () => {
    write('app/plugins', 'a file');
    const report = await discoverReport({ installDir: at('app'), env: {} });
    expect(report.plugins).toEqual([]);
    expect(report.diagnostics).toMatchObject([
      { code: 'HF_PLUGIN_FOLDER_UNREADABLE', file: at('app/plugins') },
    ]);
  });

  it('takes the roots from the environment', async () => {
    writePlugin('app/plugins/one', 'one');
    writePlugin('data/plugins/two', 'two');
    const report = await discoverReport({ env: { INSTALL_DIR: at('app'), DATA_DIR: at('data') } });
    expect(report).toMatchObject({
      install_dir: at('app'),
      data_dir: at('data'),
      plugins: [
        { slug: 'one', source: 'bundled' },
        { slug: 'two', source: 'customer' },
      ],
    });
  });

  it('takes the repository around the working directory when no installation is named', async () => {
    writePlugin('repository/plugins/one', 'one');
    mkdirSync(at('repository/deep/inside'), { recursive: true });
    const report = await discoverReport({ env: {}, cwd: at('repository/deep/inside') });
    expect(report.install_dir).toBe(at('repository'));
    expect(report.plugins).toHaveLength(1);
  });

  it('finds plugins once when one folder is both the installation and the data', async () => {
    writePlugin('app/plugins/one', 'one');
    symlinkSync('app', at('same'));
    const report = await discoverReport({ installDir: at('app'), dataDir: at('same'), env: {} });
    expect(report.plugins.map(({ state }) => state)).toEqual(['valid']);
  });

  it('ignores what nobody meant as a plugin', async () => {
    write('app/plugins/README.md', 'Read me.');
    write('app/plugins/.git/config', '');
    write('app/plugins/node_modules/left/index.js', '');
    write('app/plugins/__pycache__/x.pyc', '');
    expect(await discoverReport({ installDir: at('app'), env: {} })).toMatchObject({
      plugins: [],
      diagnostics: [],
    });
  });
});

describe('packages', () => {
  it('are found by what their package.json declares, scoped ones too', async () => {
    writePackage('app/node_modules/@acme/honeyframe-finance', { plugin: './plugin.yaml' });
    writePlugin('app/node_modules/@acme/honeyframe-finance', 'finance');
    writePackage('data/node_modules/hospital', { plugin: './dist/hospital.yaml' });
    write('data/node_modules/hospital/dist/hospital.yaml', 'name: hospital\nversion: 1.0.0\n');
    writePackage('app/node_modules/@honeyframe/server', { role: 'server' });
    write('app/node_modules/broken/package.json', '{"honeyframe": ');
    const { plugins } = await discoverReport({ installDir: at('app'), dataDir: at('data'), env: {} });
    expect(plugins.map(({ slug, source, state, root: folder }) => [slug, source, state, folder])).toEqual([
      ['finance', 'package', 'valid', at('app/node_modules/@acme/honeyframe-finance')],
      ['hospital', 'package', 'valid', at('data/node_modules/hospital/dist')],
    ]);
  });

  it.each([['../elsewhere/plugin.yaml'], ['/etc/passwd'], [7]])('may not declare %j', async (plugin) => {
    writePackage('app/node_modules/odd', { plugin });
    const [found] = (await discoverReport({ installDir: at('app'), env: {} })).plugins;
    expect(found).toMatchObject({
      slug: 'odd',
      state: 'invalid',
      diagnostics: [{ code: 'HF_PLUGIN_PACKAGE_INVALID' }],
    });
  });
});

describe('the same slug found twice', () => {
  async function discoverAll() {
    const { plugins } = await discoverReport({ installDir: at('app'), dataDir: at('data'), env: {} });
    return plugins.map(({ source, state, shadowed_by }) => ({ source, state, shadowed_by }));
  }

  beforeEach(() => {
    writePlugin('app/plugins/finance', 'finance', '0.1.0');
    writePackage('app/node_modules/finance-plugin', { plugin: 'plugin.yaml' });
    writePlugin('app/node_modules/finance-plugin', 'finance', '0.2.0');
  });

  it('uses the package rather than the bundled one, and the customer rather than both', async () => {
    const packaged = at('app/node_modules/finance-plugin');
    expect(await discoverAll()).toEqual([
      { source: 'package', state: 'valid', shadowed_by: undefined },
      { source: 'bundled', state: 'shadowed', shadowed_by: packaged },
    ]);
    writePlugin('data/plugins/finance', 'finance', '0.3.0');
    const own = at('data/plugins/finance');
    expect(await discoverAll()).toEqual([
      { source: 'customer', state: 'valid', shadowed_by: undefined },
      { source: 'package', state: 'shadowed', shadowed_by: own },
      { source: 'bundled', state: 'shadowed', shadowed_by: own },
    ]);
    const manifests = await discover({ installDir: at('app'), dataDir: at('data'), env: {} });
    expect(manifests.map(({ version }) => version)).toEqual(['0.3.0']);
  });

  it('does not bring the older code back when the newer is broken', async () => {
    writePlugin('data/plugins/finance', 'finance', 'broken');
    expect((await discoverAll()).map(({ state }) => state)).toEqual(['invalid', 'shadowed', 'shadowed']);
  });

  it('is not hidden by a leftover folder or file of that name', async () => {
    mkdirSync(at('data/plugins/finance'), { recursive: true });
    expect((await discoverAll()).map(({ state }) => state)).toEqual(['invalid', 'valid', 'shadowed']);
    rmSync(at('data/plugins/finance'), { recursive: true });
    write('data/plugins/finance', 'a file');
    expect((await discoverAll()).map(({ state }) => state)).toEqual(['invalid', 'valid', 'shadowed']);
  });
});

describe('requirements', () => {
  it('make a plugin invalid together with those that need it', async () => {
    writePlugin('app/plugins/a', 'a', '1.0.0', "requires: { plugins: { b: '*' } }\n");
    writePlugin('app/plugins/b', 'b', '1.0.0', "requires: { plugins: { c: '>=1' } }\n");
    writePlugin('app/plugins/c', 'c', '0.9.0');
    writePlugin('app/plugins/d', 'd', '1.0.0', "requires: { honeyframe: '>=1', plugins: { c: '*' } }\n");
    const report = await discoverReport({ installDir: at('app'), env: {}, platformVersion: '1.2.3' });
    expect(report.plugins.map(({ slug, state }) => [slug, state])).toEqual([
      ['a', 'invalid'],
      ['b', 'invalid'],
      ['c', 'valid'],
      ['d', 'valid'],
    ]);
    expect(report.plugins[1]?.diagnostics).toMatchObject([
      { code: 'HF_PLUGIN_NEEDS_PLUGIN', line: 3, column: 27 },
    ]);
  });
});

describe('plugins that need each other', () => {
  it('are valid, and the circle is reported', async () => {
    writePlugin('app/plugins/a', 'a', '1.0.0', "requires: { plugins: { b: '*' } }\n");
    writePlugin('app/plugins/b', 'b', '1.0.0', "requires: { plugins: { c: '*' } }\n");
    writePlugin('app/plugins/c', 'c', '1.0.0', "requires: { plugins: { a: '*' } }\n");
    writePlugin('app/plugins/d', 'd', '1.0.0', "requires: { plugins: { a: '*' } }\n");
    const { plugins } = await discoverReport({ installDir: at('app'), env: {} });
    expect(plugins.map(({ slug, state, diagnostics }) => [slug, state, diagnostics[0]?.message])).toEqual([
      ['a', 'valid', 'Plugins need each other in a circle: a → b → c → a.'],
      ['b', 'valid', 'Plugins need each other in a circle: b → c → a → b.'],
      ['c', 'valid', 'Plugins need each other in a circle: c → a → b → c.'],
      ['d', 'valid', undefined],
    ]);
  });
});

describe('validateFolder', () => {
  it('looks at one folder wherever it lies', () => {
    cpSync(path.join(import.meta.dirname, '../../test/plugins/healthcare'), at('healthcare'), {
      recursive: true,
    });
    expect(validateFolder(at('healthcare'))).toMatchObject({
      slug: 'healthcare',
      state: 'valid',
      diagnostics: [],
    });
  });

  it.each(['no-such-folder', 'a-file'])('reports %s instead of throwing', (name) => {
    write('a-file', '');
    expect(validateFolder(at(name))).toMatchObject({
      state: 'invalid',
      diagnostics: [{ code: 'HF_PLUGIN_NOT_A_FOLDER' }],
    });
  });
});
