import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { readYaml } from '@honeyframe/contract/manifest';
import { toFields } from './read-project.ts';

export interface SourcesFound {
  readonly reads: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const namePattern = /^_?[a-z][a-z0-9_]{0,62}$/;

/** Finds which catalogues the sources of these property files name. A file that is no YAML is dbt's to judge. */
export async function readSources(
  folder: string,
  files: readonly string[],
  plugin: string,
): Promise<SourcesFound> {
  const reads = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const relative of files) {
    const file = path.join(folder, relative);
    for (const name of listDatabases(toFields(readYaml(await readFile(file))))) {
      if (namePattern.test(name)) reads.add(name);
      else diagnostics.push(createDiagnostic('HF_DBT_SOURCE_NAME_INVALID', { plugin, file }, { name }));
    }
  }
  return { reads: [...reads].sort(), diagnostics };
}

function listDatabases(fields: Record<string, unknown> | undefined): string[] {
  const sources = fields?.sources;
  if (!Array.isArray(sources)) return [];
  return sources.flatMap((source: unknown) => {
    const database = isRecord(source) ? source.database : undefined;
    return typeof database === 'string' ? [database] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
