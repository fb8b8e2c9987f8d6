import {
  type Invitation,
  type MailResult,
  type Member,
  type SeatRole,
  seatRoles,
} from '@honeyframe/contract/api';
import type { Tone } from '@honeyframe/sdk/ui';

/** A line of the list: somebody who belongs, or somebody who was invited to. */
export type Person =
  | { readonly kind: 'member'; readonly id: string; readonly member: Member }
  | { readonly kind: 'invitation'; readonly id: string; readonly invitation: Invitation };

export const seatWords: Readonly<Record<SeatRole, { readonly label: string; readonly means: string }>> = {
  admin: { label: 'Admin', means: 'Administers people, groups and plugins, and may do what designers may.' },
  designer: { label: 'Designer', means: 'Imports data, builds it and arranges dashboards.' },
  analyst: { label: 'Analyst', means: 'Reads datasets and dashboards, and sees how they are built.' },
  viewer: { label: 'Viewer', means: 'Opens dashboards.' },
};

export const personStates = ['active', 'invited', 'expired', 'deactivated'] as const;
export type PersonState = (typeof personStates)[number];

export const stateWords: Readonly<Record<PersonState, { readonly label: string; readonly tone: Tone }>> = {
  active: { label: 'Active', tone: 'good' },
  invited: { label: 'Invited', tone: 'accent' },
  expired: { label: 'Invitation expired', tone: 'warn' },
  deactivated: { label: 'Deactivated', tone: 'neutral' },
};

export function stateOf(person: Person): PersonState {
  if (person.kind === 'member') return person.member.active ? 'active' : 'deactivated';
  return person.invitation.expired ? 'expired' : 'invited';
}

export function seatOf(person: Person): SeatRole | null {
  return person.kind === 'member' ? person.member.seat : person.invitation.seat;
}

export function emailOf(person: Person): string {
  return person.kind === 'member' ? person.member.email : person.invitation.email;
}

export function nameOf(member: Member): string {
  return member.display_name || member.email;
}

/** Groups beside those that the seat stands for. */
export function furtherGroups(person: Person): readonly { readonly id: string; readonly name: string }[] {
  if (person.kind === 'invitation') return person.invitation.groups;
  return person.member.groups.filter(({ system_key }) => system_key === null);
}

/** How many people who can sign in have each role, highest first: '1 Admin, 2 Viewers'. */
export function describeRoles(people: readonly Person[]): string {
  const seats = people.flatMap((person) => (stateOf(person) === 'active' ? [seatOf(person)] : []));
  const count = (role: SeatRole | null) => seats.filter((seat) => seat === role).length;
  return [...seatRoles, null]
    .filter((role) => count(role) > 0)
    .map((role) => {
      if (role === null) return `${count(null)} without a role`;
      return `${count(role)} ${seatWords[role].label}${count(role) === 1 ? '' : 's'}`;
    })
    .join(', ');
}

export interface PeopleFilter {
  readonly search: string;
  readonly seat: string;
  readonly state: string;
}

export function fits(person: Person, { search, seat, state }: PeopleFilter): boolean {
  const name = person.kind === 'member' ? person.member.display_name : '';
  const text = `${emailOf(person)} ${name}`.toLowerCase();
  return (
    text.includes(search.toLowerCase()) &&
    (seat === '' || seat === (seatOf(person) ?? 'none')) &&
    (state === '' || state === stateOf(person))
  );
}

/** What became of the mail, in a sentence. */
export function describeMail({ state, reason }: MailResult, email: string): string {
  if (state === 'sent') return `A mail with this link is on its way to ${email}.`;
  if (state === 'failed')
    return `The mail to ${email} could not be sent: ${reason ?? 'no reason was given'}. The link works all the same; hand it over yourself.`;
  return `This platform sends no mail: hand the link to ${email} yourself.`;
}
