import type { Queries } from '../database/index.ts';
import type { Caller } from '../http/index.ts';
import { Grants, loadGrants } from './grants.ts';

/** What callers may do. A caller object is dropped when anything about accounts or grants changes, and its grants with it. */
export interface Access {
  /** The caller's grants if they are known already. */
  peek(caller: Caller): Grants | undefined;
  load(caller: Caller): Promise<Grants>;
}

const nothing = new Grants([]);

export function createAccess(queries: Queries): Access {
  const known = new WeakMap<Caller, Grants>();
  const reading = new WeakMap<Caller, Promise<Grants>>();
  const read = async (caller: Caller): Promise<Grants> => {
    const grants = caller.org ? await loadGrants(queries, caller.user.id, caller.org.id) : nothing;
    known.set(caller, grants);
    return grants;
  };
  return {
    peek: (caller) => known.get(caller),
    load: async (caller) => {
      const found = known.get(caller) ?? reading.get(caller);
      if (found) return found;
      // Requests that come meanwhile wait for the same answer.
      const started = read(caller).finally(() => reading.delete(caller));
      reading.set(caller, started);
      return started;
    },
  };
}

/** The check, in order: superadmin; then a grant for the target or organisation-wide. */
export function isAllowed(caller: Caller, grants: Grants, permission: string, target?: string): boolean {
  return caller.user.is_superadmin || grants.allows(permission, target);
}

/** Whether a page that lists objects should open: a grant for one of them is enough. */
export function isAllowedSomewhere(caller: Caller, grants: Grants, permission: string): boolean {
  return caller.user.is_superadmin || grants.allowsSomewhere(permission);
}
