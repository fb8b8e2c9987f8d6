import { isSharedModule } from '@honeyframe/contract';
import { type BuildOptions, build, type Rolldown } from 'vite';
import { compressFiles } from './compress-files.ts';
import type { ShellJob, ShellOutput } from './job.ts';

/**
 * Builds the app and the facades of the shared modules in one go, so that they share their chunks. Twice: the
 * bundler cuts what the first load needs along the borders of the facades, into some twenty files; only its
 * output tells which modules these are, and the second time they become one file (4 % less, two requests).
 */
export async function buildShell(job: ShellJob, progress: (text: string) => void): Promise<ShellOutput> {
  progress('bundling the shell');
  const draft = await bundle(job, { write: false, minify: false });
  const first = modulesOf(draft);
  const groups = [{ name: 'shell', test: (id: string) => first.has(id) }];
  const output = await bundle(job, { rolldownOptions: { output: { codeSplitting: { groups } } } });
  progress('compressing the shell');
  return describeOutput(output, await compressFiles(job.out_dir));
}

type Output = Rolldown.RolldownOutput['output'];

async function bundle(job: ShellJob, options: BuildOptions): Promise<Output> {
  const built = await build({
    configFile: job.config_file,
    // The other loaders write a bundled copy of the configuration into the installation folder.
    configLoader: 'native',
    envDir: false,
    base: './',
    logLevel: 'silent',
    build: { outDir: job.out_dir, emptyOutDir: true, ...options },
  });
  return ((Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput).output;
}

/** The modules that run before the first page shows. */
function modulesOf(output: Output): Set<string> {
  const { app, byFile } = findChunks(output);
  return new Set([...collectImports(app, byFile)].flatMap((file) => byFile.get(file)?.moduleIds ?? []));
}

function findChunks(output: Output) {
  const chunks = output.filter((item) => item.type === 'chunk');
  const app = chunks.find((chunk) => chunk.isEntry && chunk.name === 'app');
  if (!app) throw new Error("The shell's build has no entry named 'app'.");
  const facades = chunks.filter((chunk) => chunk.isEntry && isSharedModule(chunk.name));
  return { app, facades, byFile: new Map(chunks.map((chunk) => [chunk.fileName, chunk])) };
}

function describeOutput(output: Output, sizes: ShellOutput['sizes']): ShellOutput {
  const { app, facades, byFile } = findChunks(output);
  return {
    entry: app.fileName,
    styles: [...new Set([app, ...facades].flatMap((chunk) => collectStyles(chunk, byFile)))],
    shared: Object.fromEntries(facades.map((chunk) => [chunk.name, chunk.fileName])),
    exports: Object.fromEntries(facades.map((chunk) => [chunk.name, chunk.exports])),
    preload: [...collectImports(app, byFile)].filter((file) => file !== app.fileName),
    sizes,
  };
}

type Chunk = Rolldown.OutputChunk;

/** The files that must be loaded before this chunk can run, itself included. */
export function collectImports(
  chunk: Chunk,
  byFile: ReadonlyMap<string, Chunk>,
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const file of chunk.imports) {
    const imported = byFile.get(file);
    if (imported) collectImports(imported, byFile, seen);
  }
  return seen;
}

/** Style sheets of a chunk and of what it imports. */
export function collectStyles(chunk: Chunk, byFile: ReadonlyMap<string, Chunk>): string[] {
  const files = [...collectImports(chunk, byFile)];
  return files.flatMap((file) => [...(byFile.get(file)?.viteMetadata?.importedCss ?? [])]);
}
