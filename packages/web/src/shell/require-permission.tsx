import { platformPermissions } from '@honeyframe/contract/api';
import { usePermission } from '@honeyframe/sdk/frontend';
import { ForbiddenState } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from 'react-router';
import { permissionsClient } from '../api/clients.ts';

/** Pages of the platform that need a permission; asked before anything is fetched that the server would refuse. */
export function RequirePermission({ permission }: { readonly permission: string }) {
  return usePermission(permission) ? <Outlet /> : <ClosedPage permission={permission} />;
}

/** Names who can open it; while that is read, and when it cannot be, it says so without names. */
function ClosedPage({ permission }: { readonly permission: string }) {
  const { data = [] } = useQuery({
    queryKey: ['administrators'],
    queryFn: async ({ signal }) => (await permissionsClient.administrators({ signal })).administrators,
  });
  const known = platformPermissions.find(({ name }) => name === permission);
  return (
    <ForbiddenState
      what="this page"
      missing={[permission]}
      descriptions={known ? { [known.name]: known.description } : {}}
      grantedBy={data}
    />
  );
}
