import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { DeclaredTable } from '../registry/connector.ts';
import type { DeclaredSource } from './declared-source.ts';
import { readMeta, type SourceEntry, sourceFileSchema } from './source-file-schema.ts';

export interface ReadDeclaredSourcesOptions {
  /** The dbt workspace. */
  readonly folder: string;
  /** What a sample module must lie in: the plugin's root, or the workspace itself. */
  readonly root: string;
  readonly owner: string;
}

/** A properties file beyond this is not written by hand. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads every source with a `database` from `models/**` of a workspace. Never throws for what the files contain:
 * dbt reports a malformed one with its own words when the workspace is built.
 */
export async function readDeclaredSources(options: ReadDeclaredSourcesOptions): Promise<DeclaredSource[]> {
  const declared: DeclaredSource[] = [];
  for (const file of await listPropertyFiles(path.join(options.folder, 'models'))) {
    for (const source of await readSources(file)) {
      if (source.database) declared.push(await toDeclared(source, source.database, options));
    }
  }
  return declared;
}

/** Links are not followed, so that nothing outside the workspace is read. */
async function listPropertyFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

async function readSources(file: string): Promise<SourceEntry[]> {
  const { size } = await stat(file);
  if (size > MAX_FILE_BYTES) return [];
  const parsed = sourceFileSchema.safeParse(parseYaml(await readFile(file, 'utf8')));
  return parsed.success ? parsed.data.sources : [];
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

async function toDeclared(
  source: SourceEntry,
  schema: string,
  options: ReadDeclaredSourcesOptions,
): Promise<DeclaredSource> {
  const { owner } = options;
  const { sample } = readMeta(source);
  const sample_module = sample ? await resolveSample(sample, options) : undefined;
  const tables = source.tables.map((table) => toTable(table, owner));
  return { schema, declared_by: owner, tables, ...(sample_module ? { sample_module } : {}) };
}

function toTable(table: SourceEntry['tables'][number], owner: string): DeclaredTable {
  const columns = table.columns.map((column) => {
    const { name, data_type } = column;
    const { optional } = readMeta(column);
    return { name, ...(data_type ? { data_type } : {}), ...(optional ? { optional } : {}) };
  });
  return { table: (table.identifier ?? table.name).toLowerCase(), columns, declared_by: owner };
}

/** Nothing where the path does not exist or leaves the root, links resolved. */
async function resolveSample(
  sample: string,
  { folder, root }: ReadDeclaredSourcesOptions,
): Promise<string | undefined> {
  const resolved = await realpath(path.resolve(folder, sample)).catch(() => undefined);
  if (!resolved) return undefined;
  const relative = path.relative(await realpath(root), resolved);
  return relative.startsWith('..') || path.isAbsolute(relative) ? undefined : resolved;
}
