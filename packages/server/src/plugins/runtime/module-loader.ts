import * as contract from '@honeyframe/contract';
import * as sdkBackend from '@honeyframe/sdk/backend';
import * as sdkManifest from '@honeyframe/sdk/manifest';
import * as fastify from 'fastify';
import { createJiti } from 'jiti';
import * as zod from 'zod';

/** Loads the modules of one generation of a plugin. Nothing of it stays in Node's module cache, so that it can be freed. */
export interface ModuleLoader {
  /** Loads all files as one graph: what two of them import is evaluated once. In the order of `files`. */
  load(files: readonly string[]): Promise<Record<string, unknown>[]>;
}

export interface ModuleLoaderOptions {
  /** The plugin's folder. */
  readonly root: string;
  /** Where translated TypeScript is kept from one start to the next. */
  readonly cacheFolder: string;
}

// One copy for the platform and every plugin: zod schemas and errors are compared by class.
const virtualModules = {
  '@honeyframe/contract': contract,
  '@honeyframe/sdk/backend': sdkBackend,
  '@honeyframe/sdk/manifest': sdkManifest,
  fastify,
  zod,
};

export function createModuleLoader({ root, cacheFolder }: ModuleLoaderOptions): ModuleLoader {
  const jiti = createJiti(`${root}/`, {
    fsCache: cacheFolder,
    moduleCache: false,
    tryNative: false,
    interopDefault: false,
    virtualModules,
  });
  return {
    load: async (files) => {
      const source = files.map((file, i) => `export * as m${i} from ${JSON.stringify(file)};`).join('\n');
      const graph = await jiti.evalModule(source, {
        filename: `${root}/.honeyframe-entry.mjs`,
        async: true,
        forceTranspile: true,
      });
      return files.map((_, i) => (graph as Record<string, Record<string, unknown>>)[`m${i}`] ?? {});
    },
  };
}
