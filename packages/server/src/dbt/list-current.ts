import type { PostgresParts, WarehouseBuild, WarehouseFile, WarehouseFiles } from '../warehouse/index.ts';

export interface ListCurrentOptions {
  readonly files: Pick<WarehouseFiles, 'list'>;
  readonly postgres?: PostgresParts | undefined;
}

/**
 * What readers of an organisation see: the current version of each of its files; where it builds in a database, its raw
 * sources and what was built there, in the same form. A build there has no path.
 */
export async function listCurrent(
  orgId: string,
  { files, postgres }: ListCurrentOptions,
): Promise<WarehouseFile[]> {
  const all = await files.list(orgId);
  if (!postgres || !(await postgres.connections.describe(orgId))) return all;
  const builds = await postgres.builds.list(orgId);
  return [...all.filter(({ kind }) => kind === 'source'), ...builds.flatMap((build) => toFile(orgId, build))];
}

/** None of what was begun and never came to its end. */
function toFile(org_id: string, { name, built_run_id, built_at }: WarehouseBuild): WarehouseFile[] {
  if (!built_run_id || !built_at) return [];
  const nothing = { version: 0, path: '', bytes: 0, details: {} };
  return [
    { ...nothing, id: built_run_id, org_id, kind: 'workspace', name, built_at: built_at.toISOString() },
  ];
}
