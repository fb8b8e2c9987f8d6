import { readFileSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { createDiagnostic, type Diagnostic, isSharedModule, sharedModules } from '@honeyframe/contract';
import type { Plugin } from 'vite';
import { definesReact } from './defines-react.ts';
import type { PluginJob } from './job.ts';

export interface ImportGuard {
  readonly plugin: Plugin;
  readonly styles: PostCssPlugin;
  readonly diagnostics: Diagnostic[];
}

/** The part of PostCSS's plugin interface that is used here; the package itself belongs to Vite. */
interface PostCssPlugin {
  readonly postcssPlugin: string;
  Once(tree: { walk(visit: (node: { source?: { input: { file?: string } } }) => void): void }): void;
}

/**
 * Decides every import of a plugin's frontend: a shared module stays as it is; anything else must come from the
 * frontend's own folder or from the packages that the plugin brings. Collects rather than throws, so that one
 * build reports all of them.
 */
export function createImportGuard(job: PluginJob): ImportGuard {
  const diagnostics: Diagnostic[] = [];
  const territory = createTerritory(job);
  const report = (code: RefusalCode, source: string, importer: string): { id: string; external: true } => {
    diagnostics.push(describeRefusal(code, source, importer, job));
    return { id: source, external: true };
  };
  const base = path.join(realpathSync(job.root), job.folder);
  const checkFile = (file: string): void => {
    if (territory.includes(file)) return;
    diagnostics.push(describeRefusal('HF_FRONTEND_FILE_OUTSIDE', file, job.entry, job));
  };
  const plugin: Plugin = {
    name: 'honeyframe:import-guard',
    enforce: 'pre',
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        if (!importer || isInternal(source) || isInternal(importer)) return null;
        // require() of a shared module is for Vite's own plugin, which turns it into an import.
        if (isSharedModule(source) && options.kind === 'require-call') return null;
        if (isSharedModule(source)) return { id: source, external: true };
        const found = isBuiltin(source)
          ? null
          : await this.resolve(source, importer, { ...options, skipSelf: true });
        if (found && !found.external && isInternal(found.id)) return found;
        const isFile = found && !found.external && path.isAbsolute(found.id);
        // A relative import that leads nowhere is the bundler's own error, with the place.
        if (!isFile)
          return isRelative(source) ? found : report('HF_FRONTEND_MODULE_UNKNOWN', source, importer);
        if (territory.includes(found.id)) return found;
        const code = isRelative(source) ? 'HF_FRONTEND_FILE_OUTSIDE' : 'HF_FRONTEND_MODULE_UNKNOWN';
        return report(code, source, importer);
      },
    },
    // Seen here and not only in the result, because here the file is known.
    transform(code, id) {
      if (!definesReact(code)) return;
      const file = path.relative(realpathSync(job.root), id);
      const context = { plugin: job.slug, where: `'${file}'` };
      diagnostics.push(createDiagnostic('HF_FRONTEND_OWN_REACT', { plugin: job.slug, file }, context));
    },
    // Assets of style sheets and `new URL()` are read without passing resolveId, but name where they came from.
    generateBundle(_, bundle) {
      const assets = Object.values(bundle).filter((item) => item.type === 'asset');
      for (const name of assets.flatMap((asset) => asset.originalFileNames)) checkFile(path.join(base, name));
    },
  };
  // And so are style sheets that others import; by now they are one tree whose nodes know their files.
  const styles: PostCssPlugin = {
    postcssPlugin: 'honeyframe-import-guard',
    Once(tree) {
      const files = new Set<string>();
      tree.walk((node) => void (node.source?.input.file && files.add(node.source.input.file)));
      files.forEach(checkFile);
    },
  };
  return { plugin, styles, diagnostics };
}

type RefusalCode = 'HF_FRONTEND_MODULE_UNKNOWN' | 'HF_FRONTEND_FILE_OUTSIDE';

/** Vite's and Rolldown's own helper modules. Their names with a NUL cannot come from a file. */
function isInternal(id: string): boolean {
  return id.startsWith('\0') || id.startsWith('vite/') || id.startsWith('data:');
}

function isRelative(source: string): boolean {
  return source.startsWith('.') || path.isAbsolute(source);
}

/** Where a frontend's files may be: links are followed first. */
function createTerritory({ root, folder }: PluginJob): { includes(id: string): boolean } {
  const base = realpathSync(root);
  const allowed = [path.join(base, folder), path.join(base, 'node_modules')];
  return {
    includes(id) {
      const file = resolveLinks(id.replace(/[?#].*$/s, ''));
      return allowed.some((place) => file === place || file.startsWith(place + path.sep));
    },
  };
}

function resolveLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function describeRefusal(code: RefusalCode, source: string, importer: string, job: PluginJob): Diagnostic {
  const base = realpathSync(job.root);
  const importerFile = path.isAbsolute(importer)
    ? importer.replace(/[?#].*$/s, '')
    : path.join(base, importer);
  const file = path.relative(base, importerFile);
  const place = { plugin: job.slug, file, ...locate(importerFile, source) };
  const context = {
    importer: file,
    module: source,
    file: path.isAbsolute(source) ? path.relative(base, source) : source,
    folder: job.folder === '.' ? './' : `${job.folder}/`,
    shared: sharedModules.join(', '),
  };
  return createDiagnostic(code, place, context);
}

/** The bundler tells no place for an import that it resolved: the first line that quotes the module is near enough. */
function locate(file: string, source: string): { line: number; column: number } | Record<string, never> {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return {};
  }
  for (const [index, text] of lines.entries()) {
    const column = Math.max(text.indexOf(`'${source}'`), text.indexOf(`"${source}"`));
    if (column >= 0) return { line: index + 1, column: column + 1 };
  }
  return {};
}
