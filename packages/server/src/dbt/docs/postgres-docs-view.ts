import type { PostgresWarehouse } from '../../warehouse/index.ts';
import { fillPostgresRunFolder } from '../runs/warehouse/postgres/postgres-run-folder.ts';
import type { Workspace } from '../workspaces/index.ts';
import type { DocsView } from './docs-view.ts';

/** The tables as they are, in the middle of a build too: as a login that may only read them. */
export function openPostgresDocsView(
  warehouse: PostgresWarehouse,
  workspace: Workspace,
  statementSeconds: number,
): DocsView {
  const { catalogue, reads } = workspace;
  return {
    prepare: async (folders) => {
      await fillPostgresRunFolder({ ...folders, workspace, leaveOut: [] });
      const connection = await warehouse.connectLook({
        ...{ names: [catalogue, ...reads], folder: folders.workFolder },
        ...{ application: 'honeyframe docs', statementSeconds },
      });
      return { readable: [], target: { connection, catalogue, reads } };
    },
    [Symbol.dispose]: () => {},
  };
}
