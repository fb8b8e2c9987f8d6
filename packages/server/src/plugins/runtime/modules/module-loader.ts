import * as contract from '@honeyframe/contract';
import * as sdkBackend from '@honeyframe/sdk/backend';
import * as sdkManifest from '@honeyframe/sdk/manifest';
import * as fastify from 'fastify';
import { createJiti, type JitiOptions, type TransformOptions, type TransformResult } from 'jiti';
import * as zod from 'zod';
import { type ModuleFolders, resolveJitiOptions } from './jiti-options.ts';
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
  const { root, compiler, listSources, cacheFolder } = options;
  const jitiOptions = resolveJitiOptions(options);
  const source = { isMissing: false, mayTranslate: false };
  const jiti = createJiti(`${root}/`, {
    ...jitiOptions,
    virtualModules,
    transform: (file) => {
      if (file.filename?.endsWith(ENTRY)) return { code: file.source };
      if (source.mayTranslate) return translate(file, jitiOptions);
      source.isMissing = true;
      throw new Error(`'${file.filename}' has not been translated yet`);
    },
  });
  const evaluate = async (files: readonly string[]): Promise<Record<string, unknown>[]> => {
    const entry = { filename: `${root}/${ENTRY}`, async: true, forceTranspile: true };
    const graph = (await jiti.evalModule(describeEntry(files), entry)) as Record<
      string,
      Record<string, unknown>
    >;
    return files.map((_, i) => graph[`m${i}`] ?? {});
  };
  return {
    // Mostly everything is in the cache, and looking first would cost as much as loading it.
    load: async (files) => {
      try {
        const modules = await evaluate(files);
        if (!source.isMissing) return modules;
      } catch (error) {
        if (!source.isMissing) throw error;
      }
      await compiler.compile({ root, cacheFolder, files: await listSources() });
      source.isMissing = false;
      source.mayTranslate = true;
      return evaluate(files);
    },
  };
}

const ENTRY = '.honeyframe-entry.mjs';

/** Imports every file as one graph; written as what a translation would make of `export * as`. */
function describeEntry(files: readonly string[]): string {
  return files.map((file, i) => `exports.m${i} = await jitiImport(${JSON.stringify(file)});`).join('\n');
}

/** What was not translated ahead; Babel is loaded into this process only for that. */
function translate(file: TransformOptions, options: JitiOptions): TransformResult {
  const jiti = createJiti(import.meta.url, { ...options, fsCache: false });
  return { code: jiti.transform(file) };
}
