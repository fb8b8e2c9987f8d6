import type { AccessChange } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import { loadOrgStates } from './load-org-states.ts';
import { findAccessChanges } from './merge/access-changes.ts';

export interface AffectedOptions {
  readonly plugin: string;
  readonly orgId: string;
  /** What the plugin's routes and pages ask for. */
  readonly permissions: readonly string[];
  readonly change: AccessChange['change'];
}

/** Whom it concerns that an organisation gets a plugin, or no longer has it: grants stay, and mean nothing without it. */
export async function findAffected(queries: Queries, options: AffectedOptions): Promise<AccessChange[]> {
  const { plugin, orgId, permissions, change } = options;
  const states = await loadOrgStates(queries, { plugin, orgs: [orgId], names: [], ids: [], permissions });
  return states.flatMap(({ people, current }) =>
    findAccessChanges({
      orgId,
      people,
      before: change === 'loses' ? current : [],
      after: change === 'loses' ? [] : current,
      steps: permissions.map((permission) => ({
        kind: change === 'loses' ? 'permission_removed' : 'permission_added',
        group_id: null,
        group: '',
        permission,
      })),
    }),
  );
}
