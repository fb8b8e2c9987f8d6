import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { callPlugin } from '@honeyframe/host';
import type { Middleware, Router } from '@honeyframe/sdk/backend';
import type { InlinePlugin, ResolvedRouterFile } from './inline-plugin.ts';
import type { ModuleLoader } from './modules/module-loader.ts';

export interface LoadedCode {
  readonly routers: readonly Router[];
  readonly middleware: readonly Middleware[];
}

const MIDDLEWARE_FOLDER = 'backend/middleware';
const codeFile = /\.(ts|mts|js|mjs)$/;

/** Evaluates a plugin's routers and middleware; everything wrong with them is reported in one pass. */
export async function loadCode(
  plugin: InlinePlugin,
  loader: ModuleLoader,
): Promise<{ code: LoadedCode; diagnostics: Diagnostic[] }> {
  const middlewareFiles = await findMiddleware(plugin.root);
  const middlewareEntries = middlewareFiles.map((file) => ({
    spec: path.relative(plugin.root, file),
    file,
    export: 'middleware',
  }));
  const entries = [...plugin.routers, ...middlewareEntries];
  if (entries.length === 0) return { code: { routers: [], middleware: [] }, diagnostics: [] };
  const modules = await loadModules(plugin, loader, entries);
  const diagnostics: Diagnostic[] = [];
  const functions = entries.map((entry, i) => {
    const found = pickExport(plugin, entry, modules[i]);
    if ('diagnostic' in found) diagnostics.push(found.diagnostic);
    return 'value' in found ? found.value : undefined;
  });
  const split = plugin.routers.length;
  return {
    code: {
      routers: functions.slice(0, split).filter((value) => value !== undefined),
      middleware: functions.slice(split).filter((value) => value !== undefined),
    },
    diagnostics,
  };
}

async function findMiddleware(root: string): Promise<string[]> {
  const folder = path.join(root, MIDDLEWARE_FOLDER);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => codeFile.test(name) && !name.includes('.test.'))
    .sort()
    .map((name) => path.join(folder, name));
}

const MAX_SOURCES = 500;

/** The code below `backend/`, which is what routers import, and the routers wherever they are. */
export async function listSources({ root, routers }: InlinePlugin): Promise<string[]> {
  const folder = path.join(root, 'backend');
  const found = await readdir(folder, { recursive: true }).catch(() => []);
  const code = found.filter((name) => codeFile.test(name) && !/\.test\.|node_modules/.test(name));
  const files = [...routers.map((router) => router.file), ...code.map((name) => path.join(folder, name))];
  return [...new Set(files)].slice(0, MAX_SOURCES);
}

type LoadedModule = { readonly exports: Record<string, unknown> } | { readonly error: unknown };

/** As one graph; only when that fails, file by file, to name each one that is broken. */
async function loadModules(
  plugin: InlinePlugin,
  loader: ModuleLoader,
  entries: readonly ResolvedRouterFile[],
): Promise<LoadedModule[]> {
  const call = { plugin: plugin.manifest.name, step: 'load its routers' };
  const files = entries.map((entry) => entry.file);
  try {
    return (await callPlugin(call, () => loader.load(files))).map((exports) => ({ exports }));
  } catch {
    const results: LoadedModule[] = [];
    for (const file of files) {
      const load = callPlugin(call, () => loader.load([file]));
      results.push(
        await load.then(
          ([exports]) => ({ exports: exports ?? {} }),
          (error: unknown) => ({ error }),
        ),
      );
    }
    return results;
  }
}

type Picked = { readonly value: Router } | { readonly diagnostic: Diagnostic };

function pickExport(
  plugin: InlinePlugin,
  entry: ResolvedRouterFile,
  module: LoadedModule | undefined,
): Picked {
  const place = { plugin: plugin.manifest.name, file: path.relative(plugin.root, entry.file) };
  if (!module || 'error' in module) {
    const { reason, line, column } = describeLoadError(module?.error, entry.file);
    return {
      diagnostic: createDiagnostic(
        'HF_ROUTER_IMPORT_FAILED',
        { ...place, line, column },
        { spec: entry.spec, reason },
      ),
    };
  }
  const value = module.exports[entry.export];
  if (typeof value === 'function') return { value: value as Router };
  const context = {
    file: place.file,
    export: entry.export,
    exports: Object.keys(module.exports).join(', ') || 'nothing',
  };
  const code = value === undefined ? 'HF_ROUTER_EXPORT_MISSING' : 'HF_ROUTER_NOT_A_FUNCTION';
  return { diagnostic: createDiagnostic(code, place, context) };
}

/** The first line of the message, and the place in the plugin's own file where the error names one. */
function describeLoadError(error: unknown, file: string): { reason: string; line: number; column: number } {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  const escaped = file.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const place = new RegExp(`${escaped}:(\\d+):(\\d+)`).exec(text) ?? /\((\d+):(\d+)\)/.exec(text);
  const reason = (text.split('\n', 1)[0] ?? '').replaceAll(file, path.basename(file)).slice(0, 500);
  return { reason, line: Math.max(1, Number(place?.[1] ?? 1)), column: Math.max(1, Number(place?.[2] ?? 1)) };
}
