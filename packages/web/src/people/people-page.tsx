import { seatRoles } from '@honeyframe/contract/api';
import { useSearchState, useSession } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, Icon, Page } from '@honeyframe/sdk/ui';
import { DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { FilterSelect } from '../forms/filter-select.tsx';
import { usePeopleQuery } from '../groups/group-queries.ts';
import { toColumns } from './people-columns.tsx';
import { PeopleDialog } from './people-dialog.tsx';
import { useInvitationsQuery } from './people-queries.ts';
import { describeRoles, fits, type Person, personStates, seatWords, stateWords } from './people-words.ts';

const roles = [
  ...seatRoles.map((role) => ({ value: role, label: seatWords[role].label })),
  { value: 'none', label: 'No role' },
];
const states = personStates.map((state) => ({ value: state, label: stateWords[state].label }));

/** Who belongs to this organisation, and who was invited to. */
export function PeoplePage() {
  const { people, error, retry, sendsMail } = usePeople();
  const { user } = useSession();
  const [state, setState] = useSearchState({ search: '', seat: '', state: '', dialog: '', id: '' });
  const { search, seat, state: shownState, dialog, id } = state;
  const shown = useMemo(
    () => people?.filter((person) => fits(person, { search, seat, state: shownState })),
    [people, search, seat, shownState],
  );
  const columns = useMemo(() => toColumns((name, of) => setState({ dialog: name, id: of })), [setState]);
  return (
    <Page
      title="People"
      description={`Everybody who can sign in to this organisation, what they are here, and who was invited. ${people ? `Now: ${describeRoles(people)}.` : ''}`}
      actions={
        <>
          {user.is_superadmin ? (
            <Button variant="default" onClick={() => setState({ dialog: 'new' })}>
              Add with a password
            </Button>
          ) : null}
          <Button
            leftSection={<Icon name="user-plus" size={15} />}
            onClick={() => setState({ dialog: 'invite' })}
          >
            Invite
          </Button>
        </>
      }
    >
      <DataTable
        label="People"
        columns={columns}
        rows={shown}
        rowKey={(person) => person.id}
        error={error}
        onRetry={retry}
        search={{
          value: search,
          onChange: (text) => setState({ search: text }),
          placeholder: 'Search by name or e-mail',
        }}
        filters={
          <>
            <FilterSelect
              label="Role"
              data={roles}
              value={seat}
              width={165}
              onChange={(value) => setState({ seat: value })}
            />
            <FilterSelect
              label="State"
              width={165}
              data={states}
              value={shownState}
              onChange={(value) => setState({ state: value })}
            />
          </>
        }
        empty={<EmptyState icon="users" title="Nobody fits the search" />}
      />
      <PeopleDialog
        dialog={dialog}
        person={people?.find((person) => person.id === id)}
        sendsMail={sendsMail}
        onClose={() => setState({ dialog: '', id: '' })}
      />
    </Page>
  );
}

/** Members and open invitations as one list; those who were invited come first, since they wait for something. */
function usePeople() {
  const members = usePeopleQuery();
  const open = useInvitationsQuery();
  const people = useMemo((): Person[] | undefined => {
    if (!members.data || !open.data) return undefined;
    return [
      ...open.data.invitations.map((invitation) => ({
        kind: 'invitation' as const,
        id: invitation.id,
        invitation,
      })),
      ...members.data.map((member) => ({ kind: 'member' as const, id: member.id, member })),
    ];
  }, [members.data, open.data]);
  return {
    people,
    error: members.error ?? open.error,
    retry: () => void Promise.all([members.refetch(), open.refetch()]),
    sendsMail: open.data?.mail === 'on',
  };
}
