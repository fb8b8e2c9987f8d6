import { describePermission, type PermissionChange } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { usePluginName } from '../../shell/use-plugin-name.ts';
import { permissionWords } from './plan-words.ts';

/** What happens to names of the catalogue. */
export function PlanPermissions({ permissions }: { readonly permissions: readonly PermissionChange[] }) {
  const nameOf = usePluginName();
  if (permissions.length === 0) return null;
  return (
    <Card title="Permissions" padding="none">
      <div className="hf-plan-scroll">
        <table className="hf-plain-table">
          <thead>
            <tr>
              <th scope="col">Permission</th>
              <th scope="col">Change</th>
              <th scope="col">Held by</th>
            </tr>
          </thead>
          <tbody>
            {permissions.map((change) => (
              <tr key={`${change.permission} ${change.kind}`}>
                <td className="hf-break">
                  {change.description || describePermission(change.permission)}
                  <span className="hf-sub">
                    <code>{change.permission}</code>
                  </span>
                </td>
                <td>
                  {permissionWords[change.kind]}
                  <span className="hf-sub">{describeOwner(change, nameOf)}</span>
                </td>
                <td>{describeHolders(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const stateWords = { pending: 'waits for a decision', approved: 'approved', refused: 'refused' } as const;

function describeOwner(
  { kind, owner, state }: PermissionChange,
  nameOf: (slug: string) => string,
): string | null {
  if (kind !== 'requested' && kind !== 'handed_over') return null;
  const whose = `belongs to ${owner === 'platform' ? 'the platform' : nameOf(owner)}`;
  return state ? `${whose}, ${stateWords[state]}` : whose;
}

function describeHolders({ holders }: PermissionChange): string {
  if (holders.length === 0) return 'Nobody yet';
  return holders.map(({ group, members }) => `${group} (${members})`).join(', ');
}
