import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeFiles } from '@honeyframe/testkit/files';
import { expect, it, onTestFinished } from 'vitest';
import { createModuleCompiler, type ModuleCompiler } from './module-compiler.ts';
import { createModuleLoader, type ModuleLoader } from './module-loader.ts';

interface Folder {
  readonly root: string;
  createLoader(compiler?: ModuleCompiler): ModuleLoader;
  load(...names: string[]): Promise<Record<string, unknown>[]>;
}

async function createFolder(files: Record<string, string>): Promise<Folder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-modules-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const root = path.join(folder, 'plugin');
  await writeFiles(root, files);
  const all = Object.keys(files).map((name) => path.join(root, name));
  const createLoader = (compiler = createModuleCompiler()): ModuleLoader =>
    createModuleLoader({
      root,
      cacheFolder: path.join(folder, 'cache'),
      compiler,
      listSources: async () => all.filter((file) => /\.m?[tj]s$/.test(file)),
    });
  return {
    root,
    createLoader,
    load: (...names) => createLoader().load(names.map((name) => path.join(root, name))),
  };
}

it('gives modules what they import: each other in a circle, Node, CommonJS, itself', async () => {
  const { load, root } = await createFolder({
    'a.ts': `import fs, { existsSync } from 'node:fs';
      import { z } from '@honeyframe/sdk/backend';
      import { twice } from './b.ts';
      import cjs, { named } from './c.cjs';
      export * from './d.ts';
      export let count: number = 1;
      export const add = (): void => { count += 1; };
      export const one = (): number => 1;
      export const result = { two: twice(), same: fs.existsSync === existsSync, named, all: cjs.named, zod: typeof z.object };
      export const later = async () => (await import('./d.ts')).deep;
      export const here: string = import.meta.dirname;`,
    'b.ts': "import { one } from './a.ts';\nexport const twice = () => (typeof one === 'function' ? 2 : 0);",
    'c.cjs': 'exports.named = 7;',
    'd.ts': 'export const deep = 3;',
  });
  const [a = {}] = await load('a.ts');
  expect(a).toMatchObject({ deep: 3, here: root, result: { same: true, named: 7, all: 7, zod: 'function' } });
  (a.add as () => void)();
  expect(a.count).toBe(2);
  expect(await (a.later as () => Promise<number>)()).toBe(3);
});

it('evaluates what two files import once', async () => {
  const { load } = await createFolder({
    'one.ts': "export { shared } from './shared.ts';",
    'two.ts': "export { shared } from './shared.ts';",
    'shared.ts': 'export const shared = {};',
  });
  const [one, two] = await load('one.ts', 'two.ts');
  expect(one?.shared).toBe(two?.shared);
});

it('keeps every line where it is, for the places that errors name', async () => {
  const { load } = await createFolder({
    'a.ts': `import fs from 'node:fs';
import type { Stats } from 'node:fs';

export interface Row {
  readonly name: string;
}

export const look = (): Stats => fs.statSync('/');
export function fail(): Row {
  throw new Error('on line ten');
}`,
  });
  const [a] = await load('a.ts');
  expect(captureStack(a?.fail as () => void)).toContain('a.ts:10:');
});

function captureStack(fail: () => void): string {
  try {
    fail();
    return '';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? '') : '';
  }
}

it('takes what the translator does not know to Babel', async () => {
  const { load } = await createFolder({ 'a.ts': 'export enum Colour { Red = 4 }\n' });
  expect((await load('a.ts'))[0]?.Colour).toMatchObject({ Red: 4 });
});

it('says where a file is no TypeScript', async () => {
  const { load } = await createFolder({ 'a.ts': 'export const a = 1;\nexport const = 2;\n' });
  await expect(load('a.ts')).rejects.toThrow(/2:\d+/);
});

it('does not translate again what an earlier load has translated', async () => {
  const folder = await createFolder({ 'a.ts': 'export const a: number = 1;\n' });
  await folder.load('a.ts');
  const idle: ModuleCompiler = { compile: () => Promise.reject(new Error('it was asked again')) };
  const [a] = await folder.createLoader(idle).load([path.join(folder.root, 'a.ts')]);
  expect(a?.a).toBe(1);
});
