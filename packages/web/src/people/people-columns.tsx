import { Badge, formatDateTime, formatRelative, Status, Tooltip } from '@honeyframe/sdk/ui';
import type { Column } from '@honeyframe/sdk/ui/table';
import {
  emailOf,
  furtherGroups,
  nameOf,
  type Person,
  personStates,
  seatOf,
  seatWords,
  stateOf,
  stateWords,
} from './people-words.ts';
import { type PersonDialog, PersonMenu } from './person-menu.tsx';

export function toColumns(onOpen: (dialog: PersonDialog, id: string) => void): Column<Person>[] {
  return [
    {
      key: 'name',
      header: 'Person',
      sortable: true,
      value: (person) => (person.kind === 'member' ? nameOf(person.member) : emailOf(person)),
      cell: (person) => <PersonName person={person} />,
    },
    {
      key: 'seat',
      header: 'Role',
      width: 110,
      sortable: true,
      hideBelow: 700,
      value: (person) => seatOf(person) ?? '',
      cell: (person) => <Seat person={person} />,
    },
    {
      key: 'groups',
      header: 'Further groups',
      hideBelow: 1100,
      cell: (person) => <GroupNames names={furtherGroups(person).map(({ name }) => name)} />,
    },
    {
      key: 'state',
      header: 'State',
      width: 170,
      sortable: true,
      value: (person) => personStates.indexOf(stateOf(person)),
      cell: (person) => (
        <Status tone={stateWords[stateOf(person)].tone}>{stateWords[stateOf(person)].label}</Status>
      ),
    },
    {
      key: 'last_sign_in_at',
      header: 'Last sign-in',
      width: 170,
      sortable: true,
      hideBelow: 700,
      value: (person) => (person.kind === 'member' ? person.member.last_sign_in_at : null),
      cell: (person) => <LastSeen person={person} />,
    },
    {
      key: 'actions',
      header: '',
      width: 56,
      align: 'right',
      cell: (person) => <PersonMenu person={person} onOpen={onOpen} />,
    },
  ];
}

function PersonName({ person }: { readonly person: Person }) {
  if (person.kind === 'invitation') {
    const { email, invited_by } = person.invitation;
    return (
      <>
        <span className="hf-strong hf-break">{email}</span>
        {invited_by ? <span className="hf-sub">Invited by {invited_by}</span> : null}
      </>
    );
  }
  const { member } = person;
  return (
    <>
      <span className="hf-strong hf-break">{nameOf(member)}</span>{' '}
      {member.is_superadmin ? <Badge size="sm">Superadmin</Badge> : null}
      {member.display_name ? <span className="hf-sub hf-break">{member.email}</span> : null}
    </>
  );
}

function Seat({ person }: { readonly person: Person }) {
  const seat = seatOf(person);
  if (!seat) return <span className="hf-nothing">None</span>;
  return (
    <Tooltip label={seatWords[seat].means}>
      <span>{seatWords[seat].label}</span>
    </Tooltip>
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

function LastSeen({ person }: { readonly person: Person }) {
  if (person.kind === 'member') {
    const at = person.member.last_sign_in_at;
    return at ? <Moment at={at} /> : <span className="hf-nothing">Never</span>;
  }
  const { expires_at, expired } = person.invitation;
  return (
    <span className={expired ? 'hf-warn' : 'hf-nothing'}>
      {expired ? 'Expired' : 'Expires'} <Moment at={expires_at} />
    </span>
  );
}

function Moment({ at }: { readonly at: string }) {
  return (
    <Tooltip label={formatDateTime(at)}>
      <time dateTime={at}>{formatRelative(at)}</time>
    </Tooltip>
  );
}
