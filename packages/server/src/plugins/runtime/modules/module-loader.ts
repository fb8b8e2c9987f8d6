import { readFile } from 'node:fs/promises';
import * as contract from '@honeyframe/contract';
import * as sdkBackend from '@honeyframe/sdk/backend';
import * as sdkManifest from '@honeyframe/sdk/manifest';
import * as fastify from 'fastify';
import { createJiti, type JitiOptions, type TransformOptions, type TransformResult } from 'jiti';
import * as zod from 'zod';
import { describeTransform, type ModuleFolders, resolveJitiOptions } from './jiti-options.ts';
import type { ModuleCompiler } from './module-compiler.ts';

/** Loads the modules of one generation of a plugin. Nothing of it stays in Node's module cache, so that it can be freed. */
export interface ModuleLoader {
  /** Loads all files as one graph: what two of them import is evaluated once. In the order of `files`. */
  load(files: readonly string[]): Promise<Record<string, unknown>[]>;
}

export interface ModuleLoaderOptions extends ModuleFolders {
  readonly compiler: ModuleCompiler;
  /** Finds the files that are probably loaded, so that they can be translated ahead. */
  readonly listSources: () => Promise<readonly string[]>;
}

// One copy for the platform and every plugin: zod schemas and errors are compared by class.
const virtualModules = {
  '@honeyframe/contract': contract,
  '@honeyframe/sdk/backend': sdkBackend,
  '@honeyframe/sdk/manifest': sdkManifest,
  fastify,
  zod,
};

export function createModuleLoader(options: ModuleLoaderOptions): ModuleLoader {
  const { root } = options;
  const jitiOptions = resolveJitiOptions(options);
  let looking = false;
  const jiti = createJiti(`${root}/`, {
    ...jitiOptions,
    virtualModules,
    transform: (file) => (looking ? notTranslated : translate(file, jitiOptions)),
  });
  const isTranslated = (file: string, source: string): boolean => {
    looking = true;
    try {
      return jiti.transform(describeTransform(file, source)) !== notTranslated.code;
    } finally {
      looking = false;
    }
  };
  return {
    load: async (files) => {
      await translateAhead(options, isTranslated);
      const graph = await jiti.evalModule(describeEntry(files), {
        filename: `${root}/${ENTRY}`,
        async: true,
        forceTranspile: true,
      });
      return files.map((_, i) => (graph as Record<string, Record<string, unknown>>)[`m${i}`] ?? {});
    },
  };
}

const ENTRY = '.honeyframe-entry.mjs';

/** Imports every file as one graph; written as what a translation would make of `export * as`. */
function describeEntry(files: readonly string[]): string {
  return files.map((file, i) => `exports.m${i} = await jitiImport(${JSON.stringify(file)});`).join('\n');
}

/** jiti does not keep a result that contains this. */
const notTranslated: TransformResult = { code: '__JITI_ERROR__' };

/** What nobody translated ahead; Babel is loaded into this process only for that. */
function translate(file: TransformOptions, options: JitiOptions): TransformResult {
  if (file.filename?.endsWith(ENTRY)) return { code: file.source };
  const jiti = createJiti(import.meta.url, { ...options, fsCache: false });
  return { code: jiti.transform(file) };
}

async function translateAhead(
  { compiler, listSources, ...folders }: ModuleLoaderOptions,
  isTranslated: (file: string, source: string) => boolean,
): Promise<void> {
  const missing: string[] = [];
  for (const file of await listSources()) {
    const source = await readFile(file, 'utf8').catch(() => undefined);
    if (source !== undefined && !isTranslated(file, source)) missing.push(file);
  }
  if (missing.length > 0) await compiler.compile({ ...folders, files: missing });
}
