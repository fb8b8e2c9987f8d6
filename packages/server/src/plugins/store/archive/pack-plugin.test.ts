import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, createTestStore, writeFiles } from '../store.fixture.ts';
import { packPlugin } from './pack-plugin.ts';

it('packs a folder into an archive that becomes the same generation', async () => {
  const { store } = await createTestStore();
  const folder = writeFiles(await createFolder(), {
    'plugin.yaml': 'name: wards\n',
    'backend/@types/größe.ts': 'export {};',
    '@odd.txt': 'no archive',
    '.git/HEAD': 'left out',
  });
  symlinkSync('plugin.yaml', path.join(folder, 'linked.yaml'));
  const file = path.join(await createFolder(), 'wards.tgz');
  await packPlugin(folder, file);
  const { generation, files } = await store.addArchive(file);
  expect({ generation, files }).toEqual({ generation: await store.identify(folder), files: 4 });
});
