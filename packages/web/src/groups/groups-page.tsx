import type { Group } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import { Badge, Button, EmptyState, Icon, Page } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { CreateGroupDialog } from './create-group-dialog.tsx';
import { useGroupsQuery } from './group-queries.ts';
import { describeOwner } from './group-words.ts';

/** Who belongs together, and what they may do. */
export function GroupsPage() {
  const { data, error, refetch } = useGroupsQuery();
  const nameOf = usePluginName();
  const columns = useMemo(() => toColumns(nameOf), [nameOf]);
  const [{ search, new: creating }, setState] = useSearchState({ search: '', new: '' });
  const shown = useMemo(() => {
    const words = search.toLowerCase();
    return data?.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(words));
  }, [data, search]);
  return (
    <Page
      title="Groups"
      description="People get permissions through their groups. Plugins bring groups for their domain; make your own for anything else."
      actions={
        <Button leftSection={<Icon name="plus" size={15} />} onClick={() => setState({ new: 'yes' })}>
          New group
        </Button>
      }
    >
      <DataTable
        label="Groups"
        columns={columns}
        rows={shown}
        rowKey={(group) => group.id}
        rowHref={(group) => `/admin/groups/${group.id}`}
        error={error}
        onRetry={() => void refetch()}
        search={{
          value: search,
          onChange: (value) => setState({ search: value }),
          placeholder: 'Search groups',
        }}
        empty={<EmptyState icon="users" title="No group fits the search" />}
      />
      {creating ? <CreateGroupDialog onClose={() => setState({ new: '' })} /> : null}
    </Page>
  );
}

function toColumns(nameOf: (slug: string) => string): Column<Group>[] {
  return [
    {
      key: 'name',
      header: 'Group',
      sortable: true,
      cell: ({ name, description }) => (
        <>
          {name}
          {description ? <span className="hf-sub">{description}</span> : null}
        </>
      ),
    },
    {
      key: 'owner',
      header: 'Comes from',
      width: 190,
      sortable: true,
      value: (group) => describeOwner(group, nameOf),
      cell: (group) => (
        <Badge color={group.owner === null ? 'honey' : group.owner === 'system' ? 'gray' : 'accent'}>
          {describeOwner(group, nameOf)}
        </Badge>
      ),
    },
    { key: 'member_count', header: 'People', width: 100, align: 'right', sortable: true },
    {
      key: 'grants',
      header: 'Permissions',
      width: 130,
      align: 'right',
      sortable: true,
      value: ({ grants }) => grants.length,
      cell: ({ grants }) => grants.length,
    },
  ];
}
