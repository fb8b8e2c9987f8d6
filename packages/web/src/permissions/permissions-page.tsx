import type { PermissionType } from '@honeyframe/contract/api';
import { useSearchState, useSession } from '@honeyframe/sdk/frontend';
import { Badge, EmptyState, Page } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { usePermissionTypesQuery } from '../groups/group-queries.ts';
import { describePermissionOwner } from '../groups/group-words.ts';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { PermissionDrawer } from './permission-drawer.tsx';
import { RequestsCard } from './requests-card.tsx';

/** Every permission there is: whose it is, who holds it here, and what answers by it. */
export function PermissionsPage() {
  const { data, error, refetch } = usePermissionTypesQuery();
  const { user } = useSession();
  const nameOf = usePluginName();
  const [{ search, open }, setState] = useSearchState({ search: '', open: '' });
  const columns = useMemo(() => toColumns(nameOf), [nameOf]);
  const shown = useMemo(() => {
    const words = search.toLowerCase();
    return data?.filter(({ name, owner, description }) =>
      `${name} ${owner} ${nameOf(owner)} ${description}`.toLowerCase().includes(words),
    );
  }, [data, search, nameOf]);
  return (
    <Page
      title="Permissions"
      description="Every permission of the platform and its plugins. A name belongs to whoever brought it first; another plugin may share it with approval."
    >
      {user.is_superadmin ? <RequestsCard /> : null}
      <DataTable
        label="Permissions"
        columns={columns}
        rows={shown}
        rowKey={({ name }) => name}
        onRowClick={({ name }) => setState({ open: name })}
        error={error}
        onRetry={() => void refetch()}
        search={{
          value: search,
          onChange: (value) => setState({ search: value }),
          placeholder: 'Search permissions',
        }}
        empty={<EmptyState icon="key-round" title="No permission fits the search" />}
      />
      <PermissionDrawer
        permission={data?.find(({ name }) => name === open)}
        onClose={() => setState({ open: '' })}
      />
    </Page>
  );
}

function toColumns(nameOf: (slug: string) => string): Column<PermissionType>[] {
  return [
    {
      key: 'name',
      header: 'Permission',
      sortable: true,
      cell: ({ name, description }) => (
        <>
          <code className="hf-code">{name}</code>
          {description ? <span className="hf-sub">{description}</span> : null}
        </>
      ),
    },
    {
      key: 'owner',
      header: 'Belongs to',
      width: 150,
      sortable: true,
      value: ({ owner }) => describePermissionOwner(owner, nameOf),
      cell: ({ owner, shared_with, requested_by }) => (
        <span className="hf-names">
          <Badge color={owner === 'platform' ? 'gray' : 'accent'}>
            {describePermissionOwner(owner, nameOf)}
          </Badge>
          {shared_with.length > 0 ? <Badge color="gray">Shared</Badge> : null}
          {requested_by.length > 0 ? <Badge color="honey">Requested</Badge> : null}
        </span>
      ),
    },
    {
      key: 'groups',
      header: 'Groups',
      width: 90,
      align: 'right',
      sortable: true,
      hideBelow: 700,
      value: ({ groups }) => groups.length,
      cell: ({ groups }) => groups.length,
    },
    { key: 'people', header: 'People', width: 90, align: 'right', sortable: true, hideBelow: 700 },
    {
      key: 'used',
      header: 'Routes and pages',
      width: 150,
      align: 'right',
      sortable: true,
      hideBelow: 700,
      value: countUses,
      cell: (type) => {
        const uses = countUses(type);
        return uses === 0 ? <span className="hf-nothing">None</span> : uses;
      },
    },
  ];
}

function countUses({ used_by_routes, used_by_pages }: PermissionType): number {
  return used_by_routes.length + used_by_pages.length;
}
