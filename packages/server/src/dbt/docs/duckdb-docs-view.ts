import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WarehouseFiles } from '../../warehouse/index.ts';
import { fillRunFolder } from '../runs/run-folder.ts';
import type { Workspace } from '../workspaces/index.ts';
import type { DocsView } from './docs-view.ts';

/** The versions that readers see now. */
export async function openDuckdbDocsView(
  orgId: string,
  workspace: Workspace,
  files: WarehouseFiles,
): Promise<DocsView> {
  const hold = await files.holdSet(orgId, [...workspace.reads, workspace.catalogue]);
  return {
    prepare: async (folders) => {
      // A link to the version itself instead of a copy of it: dbt is kept from writing to it.
      await fillRunFolder({ ...folders, workspace, current: undefined, sources: hold.files, leaveOut: [] });
      await writeFile(path.join(folders.workFolder, 'read_only'), '');
      return { readable: hold.files.map((file) => file.path) };
    },
    [Symbol.dispose]: () => hold.release(),
  };
}
