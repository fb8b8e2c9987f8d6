import { platformPermissions } from '@honeyframe/contract/api';
import { usePermission } from '@honeyframe/sdk/frontend';
import { ForbiddenState } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from 'react-router';
import { permissionsClient } from '../api/clients.ts';

/** Pages of the platform that need a permission; asked before anything is fetched that the server would refuse. */
export function RequirePermission({ permission }: { readonly permission: string }) {
  return usePermission(permission) ? <Outlet /> : <Closed permission={permission} />;
}

interface ClosedProps {
  readonly permission: string;
  /** A part of a page, where it is not all of it: `the rows`. */
  readonly part?: string;
}

/** Names who can open it; while that is read, and when it cannot be, it says so without names. */
export function Closed({ permission, part }: ClosedProps) {
  const { data = [] } = useQuery({
    queryKey: ['administrators'],
    queryFn: async ({ signal }) => (await permissionsClient.administrators({ signal })).administrators,
  });
  const known = platformPermissions.find(({ name }) => name === permission);
  return (
    <ForbiddenState
      what={part ?? 'this page'}
      size={part ? 'inline' : 'page'}
      missing={[permission]}
      descriptions={known ? { [known.name]: known.description } : {}}
      grantedBy={data}
    />
  );
}
