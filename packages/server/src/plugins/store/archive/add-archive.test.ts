import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';
import { createFolder, createTestStore, listEverything, writeFiles } from '../store.fixture.ts';
import { type CraftedEntry, craftTar, craftTgz } from './archive.fixture.ts';

const manifest: CraftedEntry = { name: 'package/plugin.yaml', content: 'name: wards\n' };

async function writeArchive(content: Buffer): Promise<string> {
  const file = path.join(await createFolder(), 'wards-1.0.0.tgz');
  writeFileSync(file, content);
  return file;
}

async function addArchive(content: Buffer, options?: { checksum: string }) {
  const { store } = await createTestStore();
  return await store.addArchive(await writeArchive(content), options);
}

const hashOf = (algorithm: string, content: Buffer, encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(content).digest(encoding);

describe('an archive', () => {
  it('becomes the generation that its folder would become', async () => {
    const { store, dataDir } = await createTestStore();
    const parent = await createFolder();
    const folder = writeFiles(path.join(parent, 'wards'), {
      'plugin.yaml': 'name: wards\n',
      [`${'deep/'.repeat(30)}long.txt`]: 'long',
      'größe.txt': 'utf-8',
      'empty.txt': '',
    });
    const file = path.join(parent, 'wards.tgz');
    await create({ gzip: true, file, cwd: parent }, ['wards']);
    const stored = await store.addArchive(file);
    expect(stored).toEqual({ ...(await store.add(folder)), manifest: 'plugin.yaml' });
    expect(readdirSync(path.join(dataDir, 'store'))).toEqual([stored.generation]);
  });

  it.each<[string, CraftedEntry[]]>([
    ['as npm packs it', [manifest]],
    ['with the folder as an entry', [{ name: 'package/', type: '5' }, manifest]],
    ['with the manifest at the top', [{ ...manifest, name: 'plugin.yaml' }]],
    [
      'with a dot before each name',
      [
        { name: './', type: '5' },
        { ...manifest, name: './plugin.yaml' },
      ],
    ],
    ['packed on macOS', [{ name: './._wards' }, { ...manifest, name: 'wards/plugin.yaml' }]],
  ])('is accepted %s', async (_how, entries) => {
    const { store } = await createTestStore();
    const folder = writeFiles(await createFolder(), { 'plugin.yaml': 'name: wards\n' });
    const { generation } = await store.addArchive(await writeArchive(craftTgz(entries)));
    expect(generation).toBe(await store.identify(folder));
  });

  it('is rooted where its package.json says that the manifest is', async () => {
    const stored = await addArchive(
      craftTgz([
        { name: 'package/package.json', content: '{"honeyframe": {"plugin": "./plugin/wards.yaml"}}' },
        { name: 'package/plugin/wards.yaml', content: 'name: wards\n' },
        { name: 'package/plugin/backend/a.ts', content: '1' },
        { name: 'package/README.md', content: 'not part of the plugin' },
      ]),
    );
    expect(stored.manifest).toBe('wards.yaml');
    expect(readdirSync(stored.folder).sort()).toEqual(['backend', 'wards.yaml']);
  });

  it('keeps what is executable so, and drops setuid', async () => {
    const { folder } = await addArchive(craftTgz([manifest, { name: 'package/run.sh', mode: 0o6755 }]));
    expect(statSync(path.join(folder, 'run.sh')).mode & 0o7777).toBe(0o555);
    expect(statSync(path.join(folder, 'plugin.yaml')).mode & 0o7777).toBe(0o444);
  });

  it('is compared with its checksum, in hexadecimal or as npm writes it', async () => {
    const content = craftTgz([manifest]);
    const hex = hashOf('sha256', content, 'hex');
    const checksums = [
      hex,
      hex.toUpperCase(),
      `sha256:${hex}`,
      `sha512-${hashOf('sha512', content, 'base64')}`,
    ];
    const { store } = await createTestStore();
    const file = await writeArchive(content);
    const added = await Promise.all(checksums.map((checksum) => store.addArchive(file, { checksum })));
    expect(new Set(added.map(({ generation }) => generation)).size).toBe(1);
  });

  it('may compress well as long as it is small', async () => {
    const stored = await addArchive(
      craftTgz([manifest, { name: 'package/zeros', content: Buffer.alloc(8_000_000) }]),
    );
    expect(stored.bytes).toBe(8_000_012);
  });

  it('is not changed by records that no header has', async () => {
    const extended = { type: 'SymbolicLink', linkpath: '/etc/passwd', ignore: '1', write: '1', mode: '4777' };
    const { folder } = await addArchive(craftTgz([manifest, { name: 'package/a', content: 'x', extended }]));
    expect(lstatSync(path.join(folder, 'a'))).toMatchObject({ size: 1, mode: 0o100444 });
  });

  it('may hold hundreds of files of every size', async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({
      name: `package/${index % 50}/${index}`,
      content: 'x'.repeat(index),
    }));
    expect(await addArchive(craftTgz([manifest, ...many]))).toMatchObject({ files: 601 });
  });
});

const file = (name: string): CraftedEntry => ({ name, content: 'x' });
const named = (name: string): CraftedEntry => ({ name: 'x', extended: { path: name } });

/** What one bad entry behind a good manifest leads to. */
const badEntries: [string, string, CraftedEntry][] = [
  ['an absolute path', 'HF_ARCHIVE_PATH_OUTSIDE', file('/etc/cron.d/x')],
  ['a path of Windows', 'HF_ARCHIVE_PATH_OUTSIDE', file('C:/x')],
  ['a path above the top', 'HF_ARCHIVE_PATH_OUTSIDE', file('../x')],
  ['a path that goes up in the middle', 'HF_ARCHIVE_PATH_OUTSIDE', file('package/a/../../../x')],
  ['a path that goes up with backslashes', 'HF_ARCHIVE_PATH_OUTSIDE', file('package\\..\\..\\x')],
  ['a path that goes up in an extended header', 'HF_ARCHIVE_PATH_OUTSIDE', named('package/../../x')],
  ['a folder above the top', 'HF_ARCHIVE_PATH_OUTSIDE', { name: '../x/', type: '5' }],
  ['a link', 'HF_ARCHIVE_LINK', { name: 'package/a', type: '2', link: '/etc/passwd' }],
  ['a link to inside', 'HF_ARCHIVE_LINK', { name: 'package/a', type: '2', link: 'plugin.yaml' }],
  ['a hard link', 'HF_ARCHIVE_LINK', { name: 'package/a', type: '1', link: 'package/plugin.yaml' }],
  ['a device', 'HF_ARCHIVE_ENTRY_TYPE', { name: 'package/a', type: '3' }],
  ['a block device', 'HF_ARCHIVE_ENTRY_TYPE', { name: 'package/a', type: '4' }],
  ['a pipe', 'HF_ARCHIVE_ENTRY_TYPE', { name: 'package/a', type: '6' }],
  ['an unknown type', 'HF_ARCHIVE_ENTRY_TYPE', { name: 'package/a', type: 'Z' }],
  ['a sparse file', 'HF_ARCHIVE_ENTRY_TYPE', { name: 'package/a', type: 'S' }],
  ['a very long extended header', 'HF_ARCHIVE_ENTRY_TYPE', named('x'.repeat(1_100_000))],
  ['a name twice', 'HF_ARCHIVE_NAME_TWICE', file('package/plugin.yaml')],
  ['a name twice but for a dot', 'HF_ARCHIVE_NAME_TWICE', file('./package//plugin.yaml')],
  ['a name that differs in case', 'HF_ARCHIVE_NAME_TWICE', file('package/Plugin.YAML')],
  ['a folder that differs in case', 'HF_ARCHIVE_NAME_TWICE', file('Package/x')],
  ['a file used as a folder', 'HF_ARCHIVE_NAME_TWICE', file('package/plugin.yaml/x')],
  ['a folder that is a file', 'HF_ARCHIVE_NAME_TWICE', { name: 'package/plugin.yaml/', type: '5' }],
  ['a backslash', 'HF_ARCHIVE_NAME_INVALID', file('package/a\\b')],
  ['a line break', 'HF_ARCHIVE_NAME_INVALID', file('package/a\nb')],
  ['an escape sequence', 'HF_ARCHIVE_NAME_INVALID', file('package/\u001b[2J')],
  ['a NUL', 'HF_ARCHIVE_NAME_INVALID', named('package/a\0b')],
  ['a name that reads backwards', 'HF_ARCHIVE_NAME_INVALID', file('package/\u202egpj.ts')],
  ['a name of 256 bytes', 'HF_ARCHIVE_NAME_INVALID', named(`package/${'x'.repeat(256)}`)],
  ['a path of a kilobyte', 'HF_ARCHIVE_NAME_INVALID', named(`package/${'x/'.repeat(600)}x`)],
  ['a claim of 600 MB', 'HF_ARCHIVE_TOO_LARGE', { name: 'package/a', size: 600 * 1024 * 1024 }],
];

const badArchives: [string, string, () => Buffer][] = [
  ['a file of zeros beyond any ratio', 'HF_ARCHIVE_BOMB', () => withZeros(40)],
  [
    'more than padding after its end',
    'HF_ARCHIVE_DAMAGED',
    () => gzipSync(Buffer.concat([craftTar([manifest]), noise, Buffer.alloc(2_000_000)])),
  ],
  ['two folders', 'HF_ARCHIVE_SEVERAL_FOLDERS', () => craftTgz([manifest, file('other/x')])],
  ['a file beside the folder', 'HF_ARCHIVE_SEVERAL_FOLDERS', () => craftTgz([manifest, file('x')])],
  ['no manifest', 'HF_ARCHIVE_MANIFEST_MISSING', () => craftTgz([file('package/x')])],
  ['nothing but a file', 'HF_ARCHIVE_MANIFEST_MISSING', () => craftTgz([file('x')])],
  ['nothing but a folder', 'HF_ARCHIVE_MANIFEST_MISSING', () => craftTgz([{ name: 'package/', type: '5' }])],
  ['a folder for a manifest', 'HF_ARCHIVE_MANIFEST_MISSING', () => craftTgz([file('package/plugin.yaml/x')])],
  ['a manifest named outside', 'HF_ARCHIVE_MANIFEST_MISSING', () => withPackage('"../plugin.yaml"')],
  ['a manifest named nowhere', 'HF_ARCHIVE_MANIFEST_MISSING', () => withPackage('"./gone.yaml"')],
  ['a manifest named by a number', 'HF_ARCHIVE_MANIFEST_MISSING', () => withPackage('7')],
  ['a manifest that is left out', 'HF_ARCHIVE_MANIFEST_MISSING', () => withPackage('"./plugin.yaml~"')],
  ['no compression', 'HF_ARCHIVE_NOT_GZIP', () => craftTar([manifest])],
  ['no content', 'HF_ARCHIVE_NOT_GZIP', () => Buffer.alloc(0)],
  [
    'two compressions',
    'HF_ARCHIVE_DAMAGED',
    () => gzipSync(gzipSync(Buffer.concat([craftTar([manifest]), noise]))),
  ],
  ['no tar in it', 'HF_ARCHIVE_DAMAGED', () => gzipSync(noise)],
  ['nothing in it', 'HF_ARCHIVE_DAMAGED', () => gzipSync('')],
  ['the end cut off', 'HF_ARCHIVE_DAMAGED', () => whole().subarray(0, -20)],
  ['half of it cut off', 'HF_ARCHIVE_DAMAGED', () => whole().subarray(0, whole().length / 2)],
  [
    'a tar cut off within a file',
    'HF_ARCHIVE_DAMAGED',
    () => gzipSync(craftTar([manifest, big]).subarray(0, 3000)),
  ],
  [
    'a damaged header',
    'HF_ARCHIVE_DAMAGED',
    () => gzipSync(Buffer.concat([craftTar([manifest]).subarray(0, 1024), noise])),
  ],
  ['a wrong byte', 'HF_ARCHIVE_DAMAGED', () => withWrongByte(whole())],
];

const noise = createNoise(4096);
const big: CraftedEntry = { name: 'package/big', content: createNoise(100_000) };
const whole = () => craftTgz([manifest, big]);
const withZeros = (megabytes: number) =>
  craftTgz([manifest, { name: 'package/zeros', content: Buffer.alloc(megabytes * 1024 * 1024) }]);
const withPackage = (plugin: string) =>
  craftTgz([
    { name: 'package/package.json', content: `{"honeyframe": {"plugin": ${plugin}}}` },
    manifest,
    { ...manifest, name: 'package/plugin.yaml~' },
  ]);

/** Incompressible, and the same in every run. */
function createNoise(bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}

function withWrongByte(content: Buffer): Buffer {
  const copy = Buffer.from(content);
  const middle = copy.length >> 1;
  copy.writeUInt8((copy[middle] ?? 0) ^ 0xff, middle);
  return copy;
}

async function expectRefusal(content: Buffer, code: string, options?: { checksum: string }): Promise<void> {
  const { store, dataDir } = await createTestStore();
  const archive = await writeArchive(content);
  const before = listEverything(dataDir).filter((line) => !line.startsWith('store '));
  const beside = listEverything(path.dirname(archive));
  const refusal = await store.addArchive(archive, options).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code, hint: expect.stringMatching(/^[A-Z]/) });
  expect(String(refusal)).not.toMatch(/[{}\p{Cc}]/u);
  expect(listEverything(dataDir).filter((line) => !line.startsWith('store '))).toEqual(before);
  expect(listEverything(path.dirname(archive))).toEqual(beside);
}

describe('an archive is refused, and nothing is kept, because of', () => {
  it.each(badEntries)('%s (%s)', async (_what, code, entry) => {
    await expectRefusal(craftTgz([manifest, entry]), code);
    await expectRefusal(craftTgz([manifest, big, entry, big]), code);
  });

  it.each(badArchives)('%s (%s)', async (_what, code, build) => {
    await expectRefusal(build(), code);
  });

  it.each([
    ['HF_ARCHIVE_CHECKSUM_WRONG', 'a'.repeat(64)],
    ['HF_ARCHIVE_CHECKSUM_WRONG', `sha512-${Buffer.alloc(64).toString('base64')}`],
    ['HF_ARCHIVE_CHECKSUM_INVALID', 'a'.repeat(63)],
    ['HF_ARCHIVE_CHECKSUM_INVALID', ''],
    ['HF_ARCHIVE_CHECKSUM_INVALID', 'md5-AAAA'],
    ['HF_ARCHIVE_CHECKSUM_INVALID', 'sha512-AAAA'],
  ])("%s: '%s'", async (code, checksum) => {
    await expectRefusal(craftTgz([manifest]), code, { checksum });
  });

  it('a checksum before anything else in it', async () => {
    await expectRefusal(craftTgz([file('../x')]), 'HF_ARCHIVE_CHECKSUM_WRONG', { checksum: 'a'.repeat(64) });
  });
});

it.each(['gone.tgz', '.'])("refuses '%s', which is no file", async (name) => {
  const { store } = await createTestStore();
  const file = path.join(await createFolder(), name);
  await expect(store.addArchive(file)).rejects.toMatchObject({ code: 'HF_ARCHIVE_FILE_MISSING' });
});
