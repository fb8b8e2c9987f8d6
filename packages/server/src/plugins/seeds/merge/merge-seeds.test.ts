import { describe, expect, it } from 'vitest';
import { mergeSeeds, type SeedMerge } from './merge-seeds.ts';
import { performSteps } from './perform-steps.ts';
import type { HeldGrant, OrgGroup, SeededGroup, SeedStep, WantedGroup } from './seeded-state.ts';

const grant = (
  permission: string,
  origin: HeldGrant['origin'],
  target_id: string | null = null,
): HeldGrant => ({
  permission,
  target_id,
  origin,
});
const seeded = (...permissions: string[]) => permissions.map((permission) => grant(permission, 'seed'));
const seed = (group_id: string | null, ...permissions: string[]): SeededGroup => ({
  seed_key: 'nurses',
  group_id,
  permissions,
});
const group = (fields: Partial<OrgGroup>): OrgGroup => ({
  id: 'g1',
  name: 'nurses',
  owner: 'clinic',
  system_key: null,
  grants: [],
  members: [],
  ...fields,
});
const wants = (...permissions: string[]): WantedGroup => ({ name: 'nurses', permissions, waiting: [] });
const own = (id: string, fields: Partial<OrgGroup>) => group({ id, name: id, owner: null, ...fields });

interface Case {
  readonly name: string;
  readonly base?: SeededGroup[];
  readonly current?: OrgGroup[];
  readonly wanted?: WantedGroup[] | null;
  readonly vanishing?: string[];
  /** `kind group permission target`, of what is done and of what is held back. */
  readonly steps: string[];
  readonly held?: string[];
  /** `origin permission target` of each group afterwards, by name. */
  readonly after: Record<string, string[]>;
  /** Permissions that count as seeded afterwards, by seed; null: without a group. */
  readonly seeds?: Record<string, string[] | null>;
}

const write = ({ kind, group, permission, target_id }: SeedStep) =>
  [kind, group, permission, target_id].filter((part) => part !== undefined).join(' ');

function run(
  { base = [], current = [], wanted = [], vanishing = [] }: Case,
  removals: SeedMerge['removals'],
) {
  const merge = { plugin: 'clinic', base, current, wanted, vanishing: new Set(vanishing) };
  const merged = mergeSeeds({ ...merge, removals });
  const groups = performSteps('clinic', current, merged.steps);
  return {
    groups,
    steps: merged.steps.map(write),
    held: merged.held.map(write),
    after: Object.fromEntries(
      groups.map(({ name, grants }) => [
        name,
        grants.map(({ origin, permission, target_id }) =>
          [origin, permission, target_id ?? []].flat().join(' '),
        ),
      ]),
    ),
    seeds: Object.fromEntries(
      merged.base.map(({ seed_key, group_id, permissions }) => [
        seed_key,
        group_id === null ? null : permissions,
      ]),
    ),
  };
}

const additive: Case[] = [
  {
    name: 'creates a new group',
    wanted: [wants('visit.read', 'visit.edit')],
    steps: [
      'group_created nurses',
      'permission_added nurses visit.read',
      'permission_added nurses visit.edit',
    ],
    after: { nurses: ['seed visit.read', 'seed visit.edit'] },
    seeds: { nurses: ['visit.read', 'visit.edit'] },
  },
  {
    name: "does not take over an organisation's group of that name in another case, and remembers it",
    current: [own('Nurses', {})],
    wanted: [wants('visit.read')],
    steps: ['group_name_taken nurses'],
    after: { Nurses: [] },
    seeds: { nurses: null },
  },
  {
    name: 'goes on leaving it alone, whatever is wanted of it later',
    base: [seed(null)],
    current: [own('nurses', {})],
    wanted: [wants('visit.read')],
    steps: ['group_name_taken nurses'],
    after: { nurses: [] },
    seeds: { nurses: null },
  },
  {
    name: 'does not create again what an administrator deleted',
    base: [seed(null, 'visit.read')],
    wanted: [wants('visit.read', 'visit.edit')],
    steps: ['group_deleted nurses'],
    after: {},
    seeds: { nurses: null },
  },
  {
    name: 'follows a group that an administrator renamed',
    base: [seed('g1', 'visit.read')],
    current: [group({ name: 'Ward staff', grants: seeded('visit.read') })],
    wanted: [wants('visit.read', 'visit.edit')],
    steps: ['group_followed Ward staff', 'permission_added Ward staff visit.edit'],
    after: { 'Ward staff': ['seed visit.read', 'seed visit.edit'] },
    seeds: { nurses: ['visit.read', 'visit.edit'] },
  },
  {
    name: 'takes a name in another case for the same group',
    base: [seed('g1', 'visit.read')],
    current: [group({ grants: seeded('visit.read') })],
    wanted: [{ ...wants('visit.read'), name: 'Nurses' }],
    steps: [],
    after: { nurses: ['seed visit.read'] },
    seeds: { nurses: ['visit.read'] },
  },
  {
    name: 'adds a new permission',
    base: [seed('g1', 'visit.read')],
    current: [group({ grants: seeded('visit.read') })],
    wanted: [wants('visit.read', 'visit.edit')],
    steps: ['permission_added nurses visit.edit'],
    after: { nurses: ['seed visit.read', 'seed visit.edit'] },
  },
  {
    name: 'does not give back what an administrator revoked',
    base: [seed('g1', 'visit.read', 'visit.edit')],
    current: [group({ grants: seeded('visit.read') })],
    wanted: [wants('visit.read', 'visit.edit')],
    steps: ['revocation_kept nurses visit.edit'],
    after: { nurses: ['seed visit.read'] },
    seeds: { nurses: ['visit.read', 'visit.edit'] },
  },
  {
    name: "leaves an administrator's grant his when the version seeds it too",
    base: [seed('g1', 'visit.read')],
    current: [group({ grants: [...seeded('visit.read'), grant('visit.edit', 'admin')] })],
    wanted: [wants('visit.read', 'visit.edit')],
    steps: ['grant_kept nurses visit.edit'],
    after: { nurses: ['seed visit.read', 'admin visit.edit'] },
    seeds: { nurses: ['visit.read', 'visit.edit'] },
  },
  {
    name: 'seeds organisation-wide beside a grant for one object',
    base: [seed('g1')],
    current: [group({ grants: [grant('visit.edit', 'admin', 'room-1')] })],
    wanted: [wants('visit.edit')],
    steps: ['permission_added nurses visit.edit'],
    after: { nurses: ['admin visit.edit room-1', 'seed visit.edit'] },
  },
  {
    name: 'waits with a permission that is not approved, and takes nothing that was seeded of it',
    base: [seed('g1', 'user.read')],
    current: [group({ grants: seeded('user.read') })],
    wanted: [{ name: 'nurses', permissions: [], waiting: ['user.read', 'audit.read'] }],
    steps: ['permission_pending nurses audit.read'],
    after: { nurses: ['seed user.read'] },
    seeds: { nurses: ['user.read'] },
  },
  {
    name: 'seeds a permission once it is approved',
    base: [seed('g1')],
    current: [group({})],
    wanted: [wants('audit.read')],
    steps: ['permission_added nurses audit.read'],
    after: { nurses: ['seed audit.read'] },
  },
  {
    name: 'takes back a group that an earlier version gave to the organisation',
    base: [seed('g1', 'visit.read')],
    current: [group({ owner: null, members: ['ada'], grants: seeded('visit.read') })],
    wanted: [wants('visit.read')],
    steps: ['group_readopted nurses'],
    after: { nurses: ['seed visit.read'] },
  },
  {
    name: 'gives only the first of two names that differ in case a group',
    wanted: [wants('visit.read'), { ...wants('visit.edit'), name: 'Nurses' }],
    steps: ['group_created nurses', 'permission_added nurses visit.read', 'group_name_taken Nurses'],
    after: { nurses: ['seed visit.read'] },
    seeds: { nurses: ['visit.read'], Nurses: null },
  },
];

const taking: Case[] = [
  {
    name: 'a seeded grant that the version drops',
    base: [seed('g1', 'visit.read', 'visit.edit')],
    current: [group({ members: ['ada'], grants: seeded('visit.read', 'visit.edit') })],
    wanted: [wants('visit.read')],
    steps: ['permission_removed nurses visit.edit'],
    after: { nurses: ['seed visit.read'] },
    seeds: { nurses: ['visit.read'] },
  },
  {
    name: 'an untouched group that the version drops, with its seeded grants',
    base: [seed('g1', 'visit.read')],
    current: [group({ grants: seeded('visit.read') })],
    steps: ['group_removed nurses', 'permission_removed nurses visit.read'],
    after: {},
    seeds: {},
  },
  {
    name: 'the old group of a version that renames it',
    base: [seed('g1', 'visit.read')],
    current: [group({ grants: seeded('visit.read') })],
    wanted: [{ ...wants('visit.read'), name: 'carers' }],
    steps: [
      'group_removed nurses',
      'permission_removed nurses visit.read',
      'group_created carers',
      'permission_added carers visit.read',
    ],
    after: { carers: ['seed visit.read'] },
    seeds: { carers: ['visit.read'] },
  },
  {
    name: "an administrator's grants of a permission that leaves the catalogue, in every group and for every object",
    base: [seed('g1', 'visit.read')],
    current: [
      group({ grants: [...seeded('visit.read'), grant('visit.edit', 'admin')] }),
      own('staff', { grants: [grant('visit.read', 'admin', 'room-1'), grant('user.read', 'admin')] }),
    ],
    wanted: [wants()],
    vanishing: ['visit.read', 'visit.edit'],
    steps: [
      'permission_removed nurses visit.read',
      'grant_lost nurses visit.edit',
      'grant_lost staff visit.read room-1',
    ],
    after: { nurses: [], staff: ['admin user.read'] },
    seeds: { nurses: [] },
  },
  {
    name: 'the plugin from a group in use: it becomes the organisation’s, and its members lose nothing',
    base: [seed('g1', 'visit.read')],
    current: [group({ members: ['ada'], grants: seeded('visit.read') })],
    steps: ['group_released nurses'],
    after: { nurses: ['seed visit.read'] },
    seeds: { nurses: ['visit.read'] },
  },
  {
    name: 'the plugin from a group with an administrator’s grant',
    base: [seed('g1', 'visit.read')],
    current: [group({ grants: [...seeded('visit.read'), grant('user.read', 'admin', 'u1')] })],
    steps: ['group_released nurses'],
    after: { nurses: ['seed visit.read', 'admin user.read u1'] },
  },
  {
    name: 'the plugin from a group that lost a seeded grant, so that a roll-back does not give it back',
    base: [seed('g1', 'visit.read', 'visit.edit')],
    current: [group({ grants: seeded('visit.read') })],
    steps: ['group_released nurses'],
    after: { nurses: ['seed visit.read'] },
    seeds: { nurses: ['visit.read', 'visit.edit'] },
  },
];

const uninstalling: Case[] = [
  {
    name: 'takes seeded groups with their members, and grants of its permissions elsewhere',
    base: [seed('g1', 'visit.read')],
    current: [
      group({ name: 'Ward staff', members: ['ada'], grants: seeded('visit.read') }),
      own('staff', { grants: [grant('visit.read', 'admin')] }),
    ],
    vanishing: ['visit.read'],
    steps: [
      'group_removed Ward staff',
      'permission_removed Ward staff visit.read',
      'grant_lost staff visit.read',
    ],
    after: { staff: [] },
  },
  {
    name: "keeps a group for an administrator's grant of somebody else's permission",
    base: [seed('g1', 'visit.read', 'user.read')],
    current: [group({ grants: [...seeded('visit.read'), grant('user.read', 'admin')] })],
    vanishing: ['visit.read'],
    steps: ['group_released nurses', 'permission_removed nurses visit.read'],
    after: { nurses: ['admin user.read'] },
  },
  {
    name: 'takes what is seeded from a group that was given to the organisation, and leaves the group',
    base: [seed('g1', 'user.read')],
    current: [group({ owner: null, members: ['ada'], grants: seeded('user.read') })],
    steps: ['permission_removed nurses user.read'],
    after: { nurses: [] },
  },
  {
    name: 'leaves groups alone that it never took over',
    base: [seed(null)],
    current: [own('nurses', { grants: [grant('user.read', 'admin')] })],
    steps: [],
    after: { nurses: ['admin user.read'] },
  },
];

describe('merging seeds', () => {
  it.each(additive)('$name', (each) => {
    for (const removals of ['apply', 'hold'] as const) {
      const result = run(each, removals);
      expect(result).toMatchObject({ steps: each.steps, held: [], after: each.after });
      if (each.seeds) expect(result.seeds).toEqual(each.seeds);
    }
  });

  it("leaves an administrator's grant alone that the version no longer seeds", () => {
    const each = {
      name: '',
      base: [seed('g1', 'visit.edit')],
      current: [group({ grants: [grant('visit.edit', 'admin')] })],
      wanted: [wants()],
      steps: ['grant_kept nurses visit.edit'],
      after: { nurses: ['admin visit.edit'] },
    };
    for (const removals of ['apply', 'hold'] as const) expect(run(each, removals).after).toEqual(each.after);
    expect(run(each, 'apply').steps).toEqual(each.steps);
  });
});

describe('a confirmed upgrade takes', () => {
  it.each(taking)('$name', (each) => {
    const result = run(each, 'apply');
    expect(result).toMatchObject({ steps: each.steps, held: [] });
    expect(result.after).toEqual(each.after);
    if (each.seeds) expect(result.seeds).toEqual(each.seeds);
  });

  it.each(taking)('but, unconfirmed, holds back $name', (each) => {
    const result = run(each, 'hold');
    const additions = each.steps.filter((step) => /_(created|added) /.test(step));
    expect(result.steps).toEqual(additions);
    expect(result.held).toEqual(each.steps.filter((step) => !additions.includes(step)));
    for (const before of each.current ?? []) expect(result.groups).toContainEqual(before);
    expect(result.seeds).toMatchObject({ nurses: each.base?.[0]?.permissions });
  });

  it('a released group from the plugin, and no longer looks after it', () => {
    const released = group({ owner: null, members: ['ada'], grants: seeded('visit.read') });
    const each = { name: '', base: [seed('g1', 'visit.read')], current: [released], steps: [], after: {} };
    expect(run(each, 'apply').steps).toEqual([]);
  });
});

describe('uninstalling', () => {
  it.each(uninstalling)('$name', (each) => {
    const result = run({ ...each, wanted: null }, 'apply');
    expect(result).toMatchObject({ steps: each.steps, held: [], seeds: {} });
    expect(result.after).toEqual(each.after);
  });
});
