import type { PermissionRequest } from '@honeyframe/contract/api';
import { Badge, Button, Card, formatDate, notifyError } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { permissionsClient } from '../api/clients.ts';
import { describePermissionOwner } from '../groups/group-words.ts';
import { usePluginName } from '../shell/use-plugin-name.ts';

/** Plugins that ask for somebody else's permission; superadmins decide. Nothing is shown while nobody ever asked. */
export function RequestsCard() {
  const { data = [] } = useQuery({
    queryKey: ['permission-requests'],
    queryFn: async ({ signal }) => (await permissionsClient.listRequests({ signal })).requests,
  });
  if (data.length === 0) return null;
  const waiting = data.filter(({ state }) => state === 'pending').length;
  return (
    <Card
      title={waiting > 0 ? `Waiting for approval (${waiting})` : 'Shared permissions'}
      description="Plugins that declare a permission of the platform or of another plugin. Until a request is approved, nobody gets in by it."
    >
      <ul className="hf-plain-list">
        {data.map((request) => (
          <RequestRow key={`${request.plugin} ${request.permission}`} request={request} />
        ))}
      </ul>
    </Card>
  );
}

function RequestRow({ request }: { readonly request: PermissionRequest }) {
  const nameOf = usePluginName();
  const decide = useDecision(request);
  const { plugin, permission, owner, state } = request;
  return (
    <li className="hf-grant">
      <div>
        <span className="hf-strong">{nameOf(plugin)}</span> asks for{' '}
        <code className="hf-code">{permission}</code>, which belongs to{' '}
        {owner === 'platform' ? 'the platform' : `the ${describePermissionOwner(owner, nameOf)}`}.{' '}
        {state === 'pending' ? null : (
          <Badge size="sm" color={state === 'approved' ? 'accent' : 'gray'}>
            {state === 'approved' ? 'Approved' : 'Refused'}
          </Badge>
        )}
        <span className="hf-sub">{describeReach(request)}</span>
      </div>
      <div className="hf-request-actions">
        {state === 'approved' ? null : (
          <Button
            size="compact-sm"
            loading={decide.isPending && decide.variables === 'approve'}
            onClick={() => decide.mutate('approve')}
            aria-label={`Approve ${permission} for ${plugin}`}
          >
            Approve
          </Button>
        )}
        {state === 'refused' ? null : (
          <Button
            size="compact-sm"
            variant="default"
            loading={decide.isPending && decide.variables === 'refuse'}
            onClick={() => decide.mutate('refuse')}
            aria-label={`${state === 'approved' ? 'Take back' : 'Refuse'} ${permission} for ${plugin}`}
          >
            {state === 'approved' ? 'Take back' : 'Refuse'}
          </Button>
        )}
      </div>
    </li>
  );
}

function useDecision({ plugin, permission }: PermissionRequest) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: 'approve' | 'refuse') => {
      const body = { plugin, permission };
      return decision === 'approve'
        ? permissionsClient.approveRequest({ body })
        : permissionsClient.refuseRequest({ body });
    },
    onError: (error) => notifyError(error, 'The request was not decided'),
    onSettled: () =>
      Promise.all(
        ['permission-requests', 'permission-types', 'matrix', 'groups', 'plugins', 'shell'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

/** What approval opens: `2 routes would answer by it; its group billers would get it.` */
function describeReach({ state, routes, groups, decided_at, decided_by }: PermissionRequest): string {
  const decided = decided_at ? `${formatDate(decided_at)}${decided_by ? ` by ${decided_by}` : ''}. ` : '';
  const count = routes.length === 1 ? '1 route' : `${routes.length} routes`;
  const open = state === 'approved';
  const reach = `${count} of the plugin ${open ? 'answer by it' : 'would answer by it'}`;
  const seeds = `${groups.length === 1 ? 'its group' : 'its groups'} ${groups.join(', ')} ${open ? 'got it' : 'would get it'}`;
  return `${decided}${groups.length > 0 ? `${reach}; ${seeds}` : reach}.`;
}
