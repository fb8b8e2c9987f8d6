import type { DataImported } from '../connectors/index.ts';
import type { Dbt } from '../dbt/index.ts';
import type { PluginAccess } from '../plugins/index.ts';
import { findReaders } from './find-readers.ts';

/** What is asked of dbt after an import. */
export interface ImportBuilder {
  readonly workspaces: Pick<Dbt['workspaces'], 'readersOf'>;
  readonly schedules: Pick<Dbt['schedules'], 'followsImport'>;
  readonly runs: Pick<Dbt['runs'], 'requestRun'>;
}

/** Builds whatever reads the new data, and what reads that, in this order. */
export async function startImportBuilds(
  dbt: ImportBuilder,
  access: Pick<PluginAccess, 'isEnabled'>,
  { orgId, schema, by }: DataImported,
): Promise<string[]> {
  const ids: string[] = [];
  for (const { slug, owner } of findReaders(dbt.workspaces, schema)) {
    if (!access.isEnabled(owner, orgId)) continue;
    if (await dbt.schedules.followsImport(orgId, slug, schema)) continue;
    const run = await dbt.runs.requestRun({
      orgId,
      workspace: slug,
      trigger: 'import',
      requestedBy: by.actor,
    });
    ids.push(run.id);
  }
  return ids;
}
