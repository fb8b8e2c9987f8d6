import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic, isSharedModule, sharedModules } from '@honeyframe/contract';
import { parseSync } from 'vite';
import { definesReact } from './defines-react.ts';
import type { PluginJob } from './job.ts';

/** Names that a bundle takes from each shared module. */
export type ImportedNames = Record<string, string[]>;

export interface ChunkFacts {
  /** Names without which the browser would refuse the bundle. */
  readonly imports: ImportedNames;
  /** The same, and every property that may be read from a whole module: more than needed, never less. */
  readonly used: ImportedNames;
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
  const place = { plugin: job.slug, file: job.entry };
  const imports = new NameLists();
  const used = new NameLists();
  const diagnostics: Diagnostic[] = [];
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const code = await readFile(path.join(folder, file), 'utf8');
    if (definesReact(code)) {
      const context = { plugin: job.slug, where: `in '${file}'` };
      diagnostics.push(createDiagnostic('HF_FRONTEND_OWN_REACT', place, context));
    }
    for (const { module, names, members } of readImports(file, code)) {
      imports.add(module, names);
      used.add(module, [...names, ...members]);
      if (isSharedModule(module)) continue;
      const context = { importer: file, module, shared: sharedModules.join(', ') };
      diagnostics.push(createDiagnostic('HF_FRONTEND_MODULE_UNKNOWN', place, context));
    }
  }
  return { imports: imports.toRecord(), used: used.toRecord(), diagnostics };
}

class NameLists {
  readonly #lists = new Map<string, Set<string>>();

  add(module: string, names: readonly string[]): void {
    this.#lists.set(module, (this.#lists.get(module) ?? new Set()).union(new Set(names)));
  }

  toRecord(): ImportedNames {
    return Object.fromEntries([...this.#lists].map(([module, names]) => [module, [...names].sort()]));
  }
}

interface BareImport {
  readonly module: string;
  readonly names: string[];
  /** What `import * as React` is used for: `React.memo`, `React.useState`. */
  readonly members: string[];
}

/** Imports by bare name. Relative ones are the bundle's own chunks. */
function readImports(file: string, code: string): BareImport[] {
  const { module } = parseSync(file, code);
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    module: moduleRequest.value,
    names: entries.flatMap(({ importName }) => nameOf(importName)),
    members: entries.flatMap((entry) =>
      entry.importName.kind === 'NamespaceObject' ? readMembers(code, entry.localName.value) : [],
    ),
  }));
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName }) =>
      moduleRequest ? [{ module: moduleRequest.value, names: nameOf(importName), members: [] }] : [],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const name = /^(['"`])([^$]*)\1$/.exec(code.slice(start, end))?.[2];
    return name ? [{ module: name, names: [], members: [] }] : [];
  });
  return [...statics, ...exported, ...dynamic].filter(({ module }) => !/^\.\.?\//.test(module));
}

function nameOf({ kind, name }: { kind: string; name: string | null }): string[] {
  if (kind === 'Default') return ['default'];
  return kind === 'Name' && name ? [name] : [];
}

/** Minified code uses a short name again in other scopes, so these are guesses. */
function readMembers(code: string, local: string): string[] {
  const escaped = local.replaceAll('$', '\\$');
  const uses = code.matchAll(new RegExp(`(?<![\\w$.])${escaped}\\.([A-Za-z_$][\\w$]*)`, 'g'));
  return [...uses].map(([, name]) => name ?? '');
}
