import { type AccessChange, describePermission, type PluginPlan } from '@honeyframe/contract/api';
import { Card, Status } from '@honeyframe/sdk/ui';
import { usePeopleQuery } from '../../groups/group-queries.ts';

/** Who can do more or less afterwards, by name. */
export function PlanPeople({ plan: { access, seeds } }: { readonly plan: PluginPlan }) {
  const nameOf = usePersonName();
  if (access.length === 0) return null;
  const orgs = new Map(seeds.map(({ org_id, org }) => [org_id, org]));
  const several = new Set(access.map(({ org_id }) => org_id)).size > 1;
  return (
    <Card
      title="People"
      description="Superadmins may do everything anyway and are not listed."
      padding="none"
    >
      <div className="hf-plan-scroll">
        <table className="hf-plain-table">
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">Change</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {groupByPerson(access).map(({ key, person, changes }) => (
              <tr key={key}>
                <td className="hf-break">
                  {nameOf(person)}
                  <span className="hf-sub">
                    {person.email}
                    {several ? ` · ${orgs.get(person.org_id) ?? 'another organisation'}` : null}
                  </span>
                </td>
                <td>
                  {person.change === 'gains' ? (
                    <Status tone="good" icon="plus">
                      Gains
                    </Status>
                  ) : (
                    <Status tone="bad" icon="minus">
                      Loses
                    </Status>
                  )}
                </td>
                <td>
                  {changes.map((change) => (
                    <PermissionLine key={`${change.permission} ${change.target_id ?? ''}`} change={change} />
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function PermissionLine({ change }: { readonly change: AccessChange }) {
  return (
    <div className="hf-plan-permission">
      {describePermission(change.permission)}{' '}
      <span className="hf-sub">
        <code>{change.permission}</code>
        {change.target_id ? ` for ${change.target_id} only` : null} through {change.through}
      </span>
    </div>
  );
}

/** Losses first: they are what somebody calls about. */
function groupByPerson(access: readonly AccessChange[]) {
  const groups = Map.groupBy(access, ({ org_id, user_id, change }) => `${change} ${org_id} ${user_id}`);
  return [...groups]
    .flatMap(([key, changes]) => (changes[0] ? [{ key, person: changes[0], changes }] : []))
    .toSorted(
      (a, b) =>
        b.person.change.localeCompare(a.person.change) || a.person.email.localeCompare(b.person.email),
    );
}

/** Names are known of this organisation's people; of others their address. */
function usePersonName(): (person: AccessChange) => string {
  const { data } = usePeopleQuery();
  const names = new Map(data?.map(({ id, display_name }) => [id, display_name]));
  return ({ user_id, email }) => names.get(user_id) || email;
}
