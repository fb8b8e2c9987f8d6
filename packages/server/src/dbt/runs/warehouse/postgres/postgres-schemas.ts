import { toPostgresSchema } from '../../../../warehouse/index.ts';
import { readBuildManifest } from '../../../changes/build-manifest.ts';
import type { Workspace } from '../../../workspaces/index.ts';

const withTables: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

/** The schemas that a workspace builds in. They are made for it: its login may not make any. */
export async function listPostgresSchemas({ catalogue, staged }: Workspace): Promise<string[]> {
  const manifest = staged && (await readBuildManifest(staged.manifest));
  const schemas = Object.values(manifest?.nodes ?? {})
    .filter(({ resource_type, config }) => withTables.has(resource_type) || config.store_failures === true)
    .map(({ schema }) => toPostgresSchema(catalogue, schema ?? 'main'));
  return [...new Set([catalogue, ...schemas])];
}
