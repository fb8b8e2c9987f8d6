import { readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  type Bundle,
  bundleSchema,
  createDiagnostic,
  type Diagnostic,
  type ProblemCode,
  type ProblemContext,
  sharedModules,
} from '@honeyframe/contract';
import type { PluginJob, PluginOutput } from '../builder/job.ts';
import type { BuilderProcess } from '../builder-process.ts';
import { hashFiles } from '../cache/hash-files.ts';
import { publishFolder, readPublished } from '../cache/publish-folder.ts';
import type { Shell } from '../shell.ts';
import { checkBundle } from './check-bundle.ts';
import { parseDefinition } from './parse-definition.ts';
import type { FrontendSource, PluginBundle, PluginFrontend } from './plugin-frontend.ts';
import { type Prebuilt, readPrebuilt } from './prebuilt-frontend.ts';

export interface BuildPluginOptions {
  /** Folder of builds, `DATA_DIR/builds`. */
  readonly buildsDir: string;
  /** Where to build instead what is not there yet; set when the build is only looked at. */
  readonly scratch?: string | undefined;
  readonly builder: BuilderProcess;
  /** The shell that the bundle will run in: its exports are checked against what the bundle imports. */
  readonly shell?: Shell | undefined;
}

const TIME_LIMIT_MS = 60_000;

/** Builds one plugin's frontend, from the cache when its sources did not change. Never throws. */
export async function buildPluginFrontend(
  source: FrontendSource,
  options: BuildPluginOptions,
): Promise<PluginFrontend> {
  try {
    return await findOrBuild(source, options);
  } catch (error) {
    // A full disk, a folder without permission: this plugin's pages are off, the others' are not.
    const reason = error instanceof Error ? error.message : String(error);
    const diagnostics = refuse(source, 'HF_FRONTEND_BUILD_STOPPED', { plugin: source.slug, reason });
    return { slug: source.slug, diagnostics };
  }
}

async function findOrBuild(source: FrontendSource, options: BuildPluginOptions): Promise<PluginFrontend> {
  const origin = await findOrigin(source);
  if ('diagnostics' in origin) return { slug: source.slug, diagnostics: origin.diagnostics };
  const hash = await hashOrigin(source, origin);
  const name = path.join('plugins', source.slug, hash);
  const folder = path.join(options.buildsDir, name);
  const built =
    (await readPublished(folder, 'bundle.json', (value) => bundleSchema.parse(value))) ??
    (await produce(source, origin, path.join(options.scratch ?? options.buildsDir, name), options));
  if (Array.isArray(built)) return { slug: source.slug, diagnostics: built };
  const diagnostics = checkBundle(built, source, options.shell?.exports);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { slug: source.slug, diagnostics };
  return { slug: source.slug, bundle: describeBundle(source.slug, hash, folder, built), diagnostics };
}

/** Where a frontend comes from: its sources, or files built elsewhere. */
interface Origin {
  readonly folder: string;
  readonly prebuilt?: Prebuilt;
}

async function findOrigin(source: FrontendSource): Promise<Origin | { diagnostics: Diagnostic[] }> {
  const entry = path.normalize(source.entry);
  const [first = '.'] = entry.split(path.sep);
  const missing = refuse(source, 'HF_FRONTEND_ENTRY_MISSING', { entry: source.entry });
  if (path.isAbsolute(entry) || first === '..') return { diagnostics: missing };
  const folder = entry.includes(path.sep) ? first : '.';
  if (await isFile(path.join(source.root, entry))) return { folder };
  const prebuilt = await readPrebuilt(source, folder);
  if (!prebuilt) return { diagnostics: missing };
  return 'diagnostics' in prebuilt ? prebuilt : { folder, prebuilt };
}

async function isFile(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isFile(),
    () => false,
  );
}

function hashOrigin({ slug, root, entry }: FrontendSource, { folder, prebuilt }: Origin): Promise<string> {
  const paths = prebuilt ? [prebuilt.folder] : [path.join(root, folder), path.join(root, 'node_modules')];
  return builderVersion().then((version) =>
    hashFiles({ paths, base: root, salt: `${version} ${slug} ${entry}` }),
  );
}

let version: Promise<string> | undefined;

/** A new builder, a new Vite or another list of shared modules makes every bundle anew. */
function builderVersion(): Promise<string> {
  const builder = path.join(import.meta.dirname, '../builder');
  const vite = createRequire(import.meta.url).resolve('vite/package.json');
  version ??= hashFiles({ paths: [builder], base: builder, salt: sharedModules.join() }).then(
    async (hash) => `${hash} ${(JSON.parse(await readFile(vite, 'utf8')) as { version: string }).version}`,
  );
  return version;
}

async function produce(
  source: FrontendSource,
  origin: Origin,
  folder: string,
  options: BuildPluginOptions,
): Promise<Bundle | Diagnostic[]> {
  let result: Bundle | Diagnostic[] = [];
  await publishFolder(folder, async (draft) => {
    result = await runBuilder(source, { ...origin, out_dir: draft }, options.builder);
    if (Array.isArray(result)) return false;
    await writeFile(path.join(draft, 'bundle.json'), JSON.stringify(result, null, 2));
    return true;
  });
  return result;
}

async function runBuilder(
  source: FrontendSource,
  origin: Pick<PluginJob, 'folder' | 'prebuilt' | 'out_dir'>,
  builder: BuilderProcess,
): Promise<Bundle | Diagnostic[]> {
  const { slug, root, entry } = source;
  const job: PluginJob = { kind: 'plugin', slug, root, entry: path.normalize(entry), ...origin };
  const reply = await builder.run(job, { timeLimitMs: TIME_LIMIT_MS });
  if (reply.kind === 'refused') return [...reply.diagnostics];
  if (reply.kind === 'plugin') return describeOutput(reply.output, source);
  const reason = reply.kind === 'failed' ? reply.reason : 'the builder gave another answer';
  return refuse(source, 'HF_FRONTEND_BUILD_STOPPED', { plugin: slug, reason });
}

function describeOutput(
  { definition, ...files }: PluginOutput,
  source: FrontendSource,
): Bundle | Diagnostic[] {
  const parsed = parseDefinition(definition, source);
  return 'diagnostics' in parsed ? parsed.diagnostics : bundleSchema.parse({ ...files, ...parsed });
}

function describeBundle(slug: string, hash: string, folder: string, bundle: Bundle): PluginBundle {
  const address = (file: string) => `/assets/plugins/${slug}/${hash}/${file}`;
  const { pages, blocks } = bundle;
  return {
    slug,
    hash,
    folder,
    entry: address(bundle.entry),
    styles: bundle.styles.map(address),
    pages,
    blocks,
  };
}

function refuse({ slug, entry }: FrontendSource, code: ProblemCode, context: ProblemContext): Diagnostic[] {
  return [createDiagnostic(code, { plugin: slug, file: entry }, context)];
}
