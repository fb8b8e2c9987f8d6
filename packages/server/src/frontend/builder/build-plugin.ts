import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic, sharedModules } from '@honeyframe/contract';
import { build, esmExternalRequirePlugin, type Rolldown } from 'vite';
import { collectStyles } from './build-shell.ts';
import { compressFiles } from './compress-files.ts';
import { describeBuildError } from './describe-build-error.ts';
import { createImportGuard } from './guard-imports.ts';
import { inspectChunks } from './inspect-chunks.ts';
import type { PluginJob, Reply } from './job.ts';
import { readDefinition } from './read-definition.ts';

interface Files {
  readonly entry: string;
  readonly styles: readonly string[];
}

/** Builds (or takes over) one plugin's frontend, and reads from the result what it declares and imports. */
export async function buildPlugin(job: PluginJob): Promise<Reply> {
  await mkdir(job.out_dir, { recursive: true });
  const built = job.prebuilt ? await takePrebuilt(job, job.prebuilt) : await bundle(job);
  if (Array.isArray(built)) return { kind: 'refused', diagnostics: built };
  const hashes = await hashFiles(job.out_dir);
  const facts = await inspectChunks(job, job.out_dir, Object.keys(hashes));
  if (facts.diagnostics.length > 0) return { kind: 'refused', diagnostics: facts.diagnostics };
  const answer = await readDefinition({ folder: job.out_dir, entry: built.entry, imports: facts.used });
  if ('reason' in answer) return { kind: 'refused', diagnostics: [describeUnreadable(job, answer.reason)] };
  await compressFiles(job.out_dir);
  const output = { ...built, styles: [...built.styles], files: hashes, imports: facts.imports };
  return { kind: 'plugin', output: { ...output, definition: answer.definition } };
}

async function takePrebuilt(job: PluginJob, prebuilt: NonNullable<PluginJob['prebuilt']>): Promise<Files> {
  for (const file of prebuilt.files) {
    const target = path.join(job.out_dir, file);
    await mkdir(path.dirname(target), { recursive: true });
    await cp(path.join(prebuilt.folder, file), target, { dereference: true });
  }
  return { entry: prebuilt.entry, styles: prebuilt.styles };
}

/** Not Vite's library mode: that inlines assets as text and leaves the style sheets of lazy pages to nobody. */
async function bundle(job: PluginJob): Promise<Files | Diagnostic[]> {
  const guard = createImportGuard(job);
  try {
    const built = await build({
      configFile: false,
      envDir: false,
      publicDir: false,
      root: path.join(job.root, job.folder),
      base: './',
      mode: 'production',
      // Not the one that the plugin may bring: it may name files or settings that exist on its author's machine only.
      tsconfig: path.join(import.meta.dirname, 'plugin-tsconfig.json'),
      logLevel: 'silent',
      css: { postcss: { plugins: [guard.styles] } },
      oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
      plugins: [guard.plugin, esmExternalRequirePlugin({ external: [...sharedModules] })],
      build: outputOptions(job),
    });
    if (guard.diagnostics.length > 0) return inOrder(guard.diagnostics);
    return describeFiles((Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput);
  } catch (error) {
    return guard.diagnostics.length > 0 ? inOrder(guard.diagnostics) : describeBuildError(error, job);
  }
}

/** The bundler resolves side by side; a reader goes from top to bottom. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}

function outputOptions(job: PluginJob) {
  return {
    target: 'es2022',
    outDir: job.out_dir,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    rolldownOptions: {
      input: { entry: path.join(job.root, job.entry) },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  } as const;
}

function describeFiles({ output }: Rolldown.RolldownOutput): Files {
  const chunks = output.filter((item) => item.type === 'chunk');
  const entry = chunks.find((chunk) => chunk.isEntry);
  if (!entry) throw new Error('The build has no entry.');
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  return { entry: entry.fileName, styles: collectStyles(entry, byFile) };
}

function describeUnreadable(job: PluginJob, reason: string): Diagnostic {
  const place = { plugin: job.slug, file: job.entry };
  return createDiagnostic('HF_FRONTEND_ENTRY_UNREADABLE', place, { entry: job.entry, reason: `${reason}.` });
}

async function hashFiles(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hashes = await Promise.all(
    files.sort().map(async (file) => {
      const hash = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      return [path.relative(folder, file), hash] as const;
    }),
  );
  return Object.fromEntries(hashes);
}
