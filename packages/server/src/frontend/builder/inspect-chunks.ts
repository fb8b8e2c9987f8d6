import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic, isSharedModule, sharedModules } from '@honeyframe/contract';
import { parseSync } from 'vite';
import type { PluginJob } from './job.ts';

/** Names that a bundle takes from each shared module; `*` stands for the whole module. */
export type ImportedNames = Record<string, string[]>;

export interface ChunkFacts {
  readonly imports: ImportedNames;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads built scripts, ours or prebuilt ones, for what the browser would do with them: which modules they import
 * by bare name, and whether a copy of React is inside.
 */
export async function inspectChunks(
  job: PluginJob,
  folder: string,
  files: readonly string[],
): Promise<ChunkFacts> {
  const names = new Map<string, Set<string>>();
  const diagnostics: Diagnostic[] = [];
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const code = await readFile(path.join(folder, file), 'utf8');
    const place = { plugin: job.slug, file: job.entry };
    if (definesReact(code)) {
      const context = { plugin: job.slug, where: `in '${file}'` };
      diagnostics.push(createDiagnostic('HF_FRONTEND_OWN_REACT', place, context));
    }
    for (const [module, imported] of readImports(file, code)) {
      if (!isSharedModule(module)) {
        const context = { importer: file, module, shared: sharedModules.join(', ') };
        diagnostics.push(createDiagnostic('HF_FRONTEND_MODULE_UNKNOWN', place, context));
        continue;
      }
      const known = names.get(module) ?? new Set();
      names.set(module, known.union(imported));
    }
  }
  const imports = Object.fromEntries([...names].map(([module, set]) => [module, [...set].sort()]));
  return { imports, diagnostics };
}

/**
 * React and ReactDOM write these properties, and no minifier renames properties. Packages that only look at React
 * (react-is and its like) know the same symbols, but never assign the internals.
 */
function definesReact(code: string): boolean {
  return (
    /__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE\s*=[^=]/.test(code) ||
    /__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED\s*=[^=]/.test(code) ||
    /rendererPackageName:\s*["'`]react-dom["'`]/.test(code)
  );
}

/** Imports by bare name. Relative ones are the bundle's own chunks. */
function readImports(file: string, code: string): Map<string, Set<string>> {
  const { module } = parseSync(file, code);
  const found = new Map<string, Set<string>>();
  const add = (source: string, name?: string) => {
    if (source.startsWith('./') || source.startsWith('../')) return;
    const names = found.get(source) ?? new Set();
    if (name) names.add(name);
    found.set(source, names);
  };
  for (const statement of module.staticImports) {
    add(statement.moduleRequest.value);
    for (const entry of statement.entries) {
      const { kind, name } = entry.importName;
      if (kind === 'Name' && name) add(statement.moduleRequest.value, name);
      if (kind === 'Default') add(statement.moduleRequest.value, 'default');
      if (kind === 'NamespaceObject') {
        for (const member of readMembers(code, entry.localName.value))
          add(statement.moduleRequest.value, member);
      }
    }
  }
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest) add(entry.moduleRequest.value, entry.importName.name ?? undefined);
    }
  }
  for (const dynamic of module.dynamicImports) {
    const literal = /^(['"`])([^$]*)\1$/.exec(
      code.slice(dynamic.moduleRequest.start, dynamic.moduleRequest.end),
    );
    if (literal?.[2]) add(literal[2]);
  }
  return found;
}

/** What `import * as React` is used for: `React.memo`, `React.useState`. */
function readMembers(code: string, local: string): string[] {
  const escaped = local.replaceAll('$', '\\$');
  return [...code.matchAll(new RegExp(`(?<![\\w$.])${escaped}\\.([A-Za-z_$][\\w$]*)`, 'g'))].map(
    ([, name]) => name ?? '',
  );
}
