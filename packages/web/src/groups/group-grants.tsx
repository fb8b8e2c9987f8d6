import type { Group as AccessGroup, Grant, PermissionType } from '@honeyframe/contract/api';
import { ActionIcon, Button, Card, EmptyState, Icon, Tooltip } from '@honeyframe/sdk/ui';
import { Select, TextInput } from '@honeyframe/sdk/ui/form';
import { useState } from 'react';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { useGroupChanges, usePermissionTypesQuery } from './group-queries.ts';
import { describeOrigin, describePermissionOwner } from './group-words.ts';

interface GroupGrantsProps {
  readonly group: AccessGroup;
}

/** What a group's people may do, by where each permission belongs. */
export function GroupGrants({ group }: GroupGrantsProps) {
  const types = usePermissionTypesQuery().data ?? [];
  const nameOf = usePluginName();
  const byOwner = Map.groupBy(group.grants, ({ permission_type }) => findOwner(types, permission_type));
  return (
    <Card title="Permissions" description="Everybody in this group may do this.">
      {group.grants.length === 0 ? <EmptyState icon="key-round" title="No permissions yet" /> : null}
      {[...byOwner].map(([owner, grants]) => (
        <section key={owner} className="hf-grants">
          <h3 className="hf-section-title">{describePermissionOwner(owner, nameOf)}</h3>
          <ul className="hf-plain-list">
            {grants.map((grant) => (
              <GrantRow
                key={`${grant.permission_type} ${grant.target_id}`}
                grant={grant}
                group={group}
                types={types}
              />
            ))}
          </ul>
        </section>
      ))}
      <AddGrant group={group} types={types} />
    </Card>
  );
}

function findOwner(types: readonly PermissionType[], name: string): string {
  return types.find((type) => type.name === name)?.owner ?? 'platform';
}

interface GrantRowProps extends GroupGrantsProps {
  readonly grant: Grant;
  readonly types: readonly PermissionType[];
}

function GrantRow({ grant, group, types }: GrantRowProps) {
  const { revoke } = useGroupChanges(group.id);
  const { permission_type, target_id, origin } = grant;
  const description = types.find(({ name }) => name === permission_type)?.description;
  return (
    <li className="hf-grant">
      <div>
        <code className="hf-code">{permission_type}</code>
        {target_id ? <span className="hf-grant-target"> only for {target_id}</span> : null}
        <div className="hf-sub">{description || describeOrigin(origin)}</div>
      </div>
      <Tooltip label="Take this permission away">
        <ActionIcon
          aria-label={`Take ${permission_type} away`}
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ permission_type, target_id })}
        >
          <Icon name="x" size={15} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function AddGrant({ group, types }: GroupGrantsProps & { readonly types: readonly PermissionType[] }) {
  const { grant } = useGroupChanges(group.id);
  const nameOf = usePluginName();
  const [name, setName] = useState<string | null>(null);
  const [target, setTarget] = useState('');
  const add = () =>
    name &&
    grant.mutate(
      { permission_type: name, target_id: target.trim() || null },
      {
        onSuccess: () => {
          setName(null);
          setTarget('');
        },
      },
    );
  return (
    <div className="hf-add">
      <Select
        aria-label="Permission"
        placeholder="Add a permission…"
        searchable
        clearable
        data={toOptions(types, group.grants, nameOf)}
        value={name}
        onChange={setName}
        nothingFoundMessage="No such permission"
      />
      {name ? (
        <TextInput
          aria-label="Only for one object"
          placeholder="For everything; or the ID of one object"
          value={target}
          onChange={(event) => setTarget(event.currentTarget.value)}
        />
      ) : null}
      <Button disabled={!name} loading={grant.isPending} onClick={add}>
        Add
      </Button>
    </div>
  );
}

// A pending one is shown, but cannot be chosen: an administrator has to approve it first.
function toOptions(
  types: readonly PermissionType[],
  grants: readonly Grant[],
  nameOf: (slug: string) => string,
) {
  const held = new Set(
    grants.filter(({ target_id }) => target_id === null).map(({ permission_type }) => permission_type),
  );
  const open = types.filter(({ name }) => !held.has(name));
  return [...Map.groupBy(open, ({ owner }) => owner)].map(([owner, items]) => ({
    group: describePermissionOwner(owner, nameOf),
    items: items.map(({ name, state }) => ({
      value: name,
      label: state === 'pending' ? `${name} (waits for approval)` : name,
      disabled: state === 'pending',
    })),
  }));
}
