import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A package or a plugin: the smallest thing that has dependencies of its own. */
export interface Unit {
  readonly folder: string;
  /** `@honeyframe/server`; a plugin without a package.json goes by its folder's name. */
  readonly name: string;
  /** From `honeyframe.role` of the package.json; `plugin` and `tools` are roles by place. */
  readonly role: string;
  readonly declared: ReadonlySet<string>;
}

/** Folders at the root whose code drives the others: they may use whatever any package declares. */
const toolFolders = ['scripts', 'e2e', 'benchmarks'];

/** Reads who is there and what each declares. */
export function readUnits(root: string): Unit[] {
  const packages = listFolders(path.join(root, 'packages')).map((folder) => readPackage(folder));
  const plugins = listFolders(path.join(root, 'plugins')).map((folder) => readPlugin(folder));
  const everything = new Set(
    [...packages, readPackage(root)].flatMap((unit) => [unit.name, ...unit.declared]),
  );
  const tools = toolFolders
    .map((name) => path.join(root, name))
    .filter((folder) => existsSync(folder))
    .map((folder) => ({ folder, name: path.basename(folder), role: 'tools', declared: everything }));
  return [...packages, ...plugins, ...tools];
}

/** What every test may use without declaring it: the root's tools and the test kit. */
export function readTestDependencies(root: string): Set<string> {
  return new Set([...readPackage(root).declared, '@honeyframe/testkit']);
}

interface PackageFile {
  name?: string;
  honeyframe?: { role?: string };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

function readPackage(folder: string): Unit {
  const file: PackageFile = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const declared = { ...file.dependencies, ...file.devDependencies, ...file.peerDependencies };
  return {
    folder,
    name: file.name ?? path.basename(folder),
    role: file.honeyframe?.role ?? 'unknown',
    declared: new Set(Object.keys(declared)),
  };
}

/** What the host hands every plugin: modules that must exist once in a process or a page. */
const handedToPlugins = ['@honeyframe/sdk', 'fastify', 'react', 'react-dom', 'react-router', 'zod'];

function readPlugin(folder: string): Unit {
  const own = existsSync(path.join(folder, 'package.json')) ? [...readPackage(folder).declared] : [];
  const name = path.basename(folder);
  return { folder, name, role: 'plugin', declared: new Set([...handedToPlugins, ...own]) };
}

function listFolders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(parent, entry.name));
}
