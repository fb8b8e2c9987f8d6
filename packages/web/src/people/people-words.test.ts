import type { Invitation, Member } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { describeMail, describeRoles, fits, furtherGroups, type Person, stateOf } from './people-words.ts';

const member = (change: Partial<Member> = {}): Person => ({
  kind: 'member',
  id: '1',
  member: {
    id: '1',
    email: 'mina@example.org',
    display_name: 'Mina Okafor',
    is_superadmin: false,
    groups: [
      { id: 'a', name: 'Analysts', system_key: 'analysts' },
      { id: 'b', name: 'ward 3', system_key: null },
    ],
    seat: 'analyst',
    active: true,
    beyond_org: false,
    last_sign_in_at: null,
    ...change,
  },
});

const invitation = (change: Partial<Invitation> = {}): Person => ({
  kind: 'invitation',
  id: '2',
  invitation: {
    id: '2',
    email: 'new@example.org',
    seat: 'viewer',
    groups: [],
    invited_by: null,
    created_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-01-08T00:00:00Z',
    expired: false,
    mailed_at: null,
    ...change,
  },
});

const everybody = { search: '', seat: '', state: '' };

it('tells four states apart', () => {
  expect([
    stateOf(member()),
    stateOf(member({ active: false })),
    stateOf(invitation()),
    stateOf(invitation({ expired: true })),
  ]).toEqual(['active', 'deactivated', 'invited', 'expired']);
});

it('finds people by name or address, seat and state together', () => {
  expect(fits(member(), { ...everybody, search: 'OKAFOR' })).toBe(true);
  expect(fits(member(), { ...everybody, search: 'new@' })).toBe(false);
  expect(fits(invitation(), { ...everybody, search: 'new@', seat: 'viewer', state: 'invited' })).toBe(true);
  expect(fits(invitation(), { ...everybody, seat: 'admin' })).toBe(false);
  expect(fits(member({ seat: null }), { ...everybody, seat: 'none' })).toBe(true);
});

it('lists the groups beside the one that the seat stands for', () => {
  expect(furtherGroups(member()).map(({ name }) => name)).toEqual(['ward 3']);
});

it('says that a link works although its mail failed', () => {
  const text = describeMail({ state: 'failed', reason: 'the mail server does not answer' }, 'a@b.c');
  expect(text).toContain('the mail server does not answer');
  expect(text).toContain('The link works all the same');
});

it('counts who can sign in by role, highest first', () => {
  const people = [
    member({ seat: 'viewer' }),
    member({ seat: 'viewer' }),
    member({ seat: 'admin' }),
    member({ seat: null }),
    member({ seat: 'admin', active: false }),
    invitation(),
  ];
  expect(describeRoles(people)).toBe('1 Admin, 2 Viewers, 1 without a role');
});
