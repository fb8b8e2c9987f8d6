import type { Group as AccessGroup, User } from '@honeyframe/contract/api';
import { ActionIcon, Button, Card, EmptyState, Icon, Tooltip } from '@honeyframe/sdk/ui';
import { Select } from '@honeyframe/sdk/ui/form';
import { useState } from 'react';
import { useGroupChanges, usePeopleQuery } from './group-queries.ts';
import { holdsEverybody } from './group-words.ts';

interface GroupMembersProps {
  readonly group: AccessGroup;
  readonly members: readonly User[];
}

/** Who belongs to a group. */
export function GroupMembers({ group, members }: GroupMembersProps) {
  const everybody = holdsEverybody(group);
  return (
    <Card
      title="People"
      description={
        everybody ? 'Everybody in this organisation belongs to it, without being added.' : undefined
      }
    >
      {members.length === 0 && !everybody ? <EmptyState icon="users" title="Nobody yet" /> : null}
      <ul className="hf-plain-list">
        {members.map((member) => (
          <MemberRow key={member.id} member={member} group={group} fixed={everybody} />
        ))}
      </ul>
      {everybody ? null : <AddMember group={group} members={members} />}
    </Card>
  );
}

interface MemberRowProps {
  readonly member: User;
  readonly group: AccessGroup;
  readonly fixed: boolean;
}

function MemberRow({ member, group, fixed }: MemberRowProps) {
  const { remove } = useGroupChanges(group.id);
  return (
    <li className="hf-grant">
      <div>
        <span className="hf-strong">{member.display_name || member.email}</span>
        {member.display_name ? <div className="hf-sub">{member.email}</div> : null}
      </div>
      {fixed ? null : (
        <Tooltip label="Take out of the group">
          <ActionIcon
            aria-label={`Take ${member.email} out of the group`}
            loading={remove.isPending}
            onClick={() => remove.mutate(member.id)}
          >
            <Icon name="x" size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}

function AddMember({ group, members }: GroupMembersProps) {
  const people = usePeopleQuery().data ?? [];
  const { add } = useGroupChanges(group.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const present = new Set(members.map(({ id }) => id));
  const options = people
    .filter(({ id }) => !present.has(id))
    .map(({ id, display_name, email }) => ({
      value: id,
      label: display_name ? `${display_name} (${email})` : email,
    }));
  return (
    <div className="hf-add">
      <Select
        aria-label="Person"
        placeholder="Add a person…"
        searchable
        clearable
        data={options}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage="Nobody of that name"
      />
      <Button
        disabled={!chosen}
        loading={add.isPending}
        onClick={() => chosen && add.mutate(chosen, { onSuccess: () => setChosen(null) })}
      >
        Add
      </Button>
    </div>
  );
}
