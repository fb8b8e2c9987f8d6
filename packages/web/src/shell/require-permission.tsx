import { usePermission } from '@honeyframe/sdk/frontend';
import { ForbiddenState } from '@honeyframe/sdk/ui';
import { Outlet } from 'react-router';

/** Pages of the platform that need a permission; asked before anything is fetched that the server would refuse. */
export function RequirePermission({ permission }: { readonly permission: string }) {
  return usePermission(permission) ? <Outlet /> : <ForbiddenState what="this page" missing={[permission]} />;
}
