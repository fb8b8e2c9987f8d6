import type { Member } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import {
  Badge,
  Button,
  EmptyState,
  formatDateTime,
  formatRelative,
  Icon,
  Page,
  Tooltip,
} from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { usePeopleQuery } from '../groups/group-queries.ts';
import { CreatePersonDialog } from './create-person-dialog.tsx';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';

/** Who can sign in to this organisation. */
export function PeoplePage() {
  const { data, error, refetch } = usePeopleQuery();
  const [state, setState] = useSearchState({ search: '', new: '', reset: '' });
  const shown = useMemo(() => {
    const words = state.search.toLowerCase();
    return data?.filter(({ email, display_name }) =>
      `${email} ${display_name}`.toLowerCase().includes(words),
    );
  }, [data, state.search]);
  const columns = useMemo(() => toColumns((id) => setState({ reset: id })), [setState]);
  const resetting = data?.find(({ id }) => id === state.reset);
  return (
    <Page
      title="People"
      description="Everybody who can sign in to this organisation, and the groups they belong to."
      actions={
        <Button leftSection={<Icon name="user-plus" size={15} />} onClick={() => setState({ new: 'yes' })}>
          Add person
        </Button>
      }
    >
      <DataTable
        label="People"
        columns={columns}
        rows={shown}
        rowKey={(person) => person.id}
        error={error}
        onRetry={() => void refetch()}
        search={{
          value: state.search,
          onChange: (search) => setState({ search }),
          placeholder: 'Search by name or e-mail',
        }}
        empty={<EmptyState icon="users" title="Nobody fits the search" />}
      />
      {state.new ? <CreatePersonDialog onClose={() => setState({ new: '' })} /> : null}
      {resetting ? <ResetPasswordDialog person={resetting} onClose={() => setState({ reset: '' })} /> : null}
    </Page>
  );
}

function toColumns(onReset: (id: string) => void): Column<Member>[] {
  return [
    {
      key: 'display_name',
      header: 'Person',
      sortable: true,
      value: ({ display_name, email }) => display_name || email,
      cell: (person) => <PersonName person={person} />,
    },
    {
      key: 'groups',
      header: 'Groups',
      cell: ({ groups }) => <GroupNames names={groups.map(({ name }) => name)} />,
    },
    {
      key: 'last_sign_in_at',
      header: 'Last sign-in',
      width: 150,
      sortable: true,
      hideBelow: 700,
      cell: ({ last_sign_in_at }) =>
        last_sign_in_at ? (
          <Tooltip label={formatDateTime(last_sign_in_at)}>
            <span>{formatRelative(last_sign_in_at)}</span>
          </Tooltip>
        ) : (
          <span className="hf-nothing">Never</span>
        ),
    },
    {
      key: 'actions',
      header: '',
      width: 150,
      align: 'right',
      cell: ({ id, email }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onReset(id)}
          aria-label={`Reset the password of ${email}`}
        >
          Reset password
        </Button>
      ),
    },
  ];
}

function PersonName({ person }: { readonly person: Member }) {
  return (
    <>
      <span className="hf-strong">{person.display_name || person.email}</span>{' '}
      {person.is_superadmin ? <Badge size="sm">Superadmin</Badge> : null}{' '}
      {person.active ? null : (
        <Badge size="sm" color="gray">
          Switched off
        </Badge>
      )}
      {person.display_name ? <span className="hf-sub">{person.email}</span> : null}
    </>
  );
}

function GroupNames({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <span className="hf-nothing">None</span>;
  return (
    <span className="hf-names">
      {names.map((name) => (
        <Badge key={name} color="gray" fw={500}>
          {name}
        </Badge>
      ))}
    </span>
  );
}
