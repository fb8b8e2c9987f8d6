import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeSeeds, type SeedMerge } from './merge-seeds.ts';
import { performSteps } from './perform-steps.ts';
import {
  findWideGrant,
  type HeldGrant,
  type OrgGroup,
  type SeededGroup,
  type WantedGroup,
} from './seeded-state.ts';

// A fixed seed: a failure here fails everywhere, and the suite does not change by itself.
const runs = { seed: 20_261_123, numRuns: 1000 };
const plugin = 'clinic';

const permission = fc.constantFrom('visit.read', 'visit.edit', 'visit.close', 'user.read');
const permissions = fc.uniqueArray(permission);
/** Also names that differ in case only. */
const name = fc.constantFrom('nurses', 'Nurses', 'doctors', 'guests');
const wantedGroup = fc
  .record({ name, permissions, waiting: permissions })
  .map((group) => ({ ...group, waiting: group.waiting.filter((each) => !group.permissions.includes(each)) }));
const wantedGroups = fc.uniqueArray(wantedGroup, { selector: (group) => group.name.toLowerCase() });

const grants = fc.uniqueArray(
  fc.record<HeldGrant>({
    permission,
    target_id: fc.constantFrom(null, null, 'room-1'),
    origin: fc.constantFrom('seed', 'admin'),
  }),
  { selector: (grant) => `${grant.permission} ${grant.target_id}` },
);

const group = (id: string) =>
  fc.record<OrgGroup>({
    id: fc.constant(id),
    name: fc.constantFrom('nurses', 'doctors', 'guests', 'carers', 'Ward staff'),
    owner: fc.constantFrom(plugin, plugin, null),
    system_key: fc.constant(null),
    grants,
    members: fc.constantFrom([], ['ada']),
  });
const groups = fc
  .tuple(group('g1'), group('g2'), group('g3'))
  .chain((all) => fc.subarray(all))
  .map((all) => all.filter((each, index) => all.findIndex((other) => other.name === each.name) === index));

const base = fc.uniqueArray(
  fc.record<SeededGroup>({
    seed_key: fc.constantFrom('nurses', 'doctors', 'guests'),
    group_id: fc.constantFrom('g1', 'g2', 'g3', null),
    permissions,
  }),
  {
    comparator: (a, b) => a.seed_key === b.seed_key || (a.group_id !== null && a.group_id === b.group_id),
  },
);

const removals = fc.constantFrom<SeedMerge['removals']>('apply', 'hold');

/** Any three sides; a version neither seeds nor lets wait what leaves the catalogue. */
const merges = fc
  .record({ base, current: groups, wanted: wantedGroups, vanishing: permissions, removals })
  .map(({ wanted, vanishing, ...merge }): SeedMerge & { wanted: readonly WantedGroup[] } => {
    const asked = new Set(wanted.flatMap((each) => [...each.permissions, ...each.waiting]));
    return { ...merge, plugin, wanted, vanishing: new Set(vanishing.filter((each) => !asked.has(each))) };
  });

function perform(merge: SeedMerge) {
  const merged = mergeSeeds(merge);
  return { ...merged, current: performSteps(plugin, merge.current, merged.steps) };
}

const sortGrants = (group: OrgGroup) => ({
  ...group,
  grants: group.grants.map((grant) => JSON.stringify(grant)).sort(),
});
const byId = (all: readonly OrgGroup[]) => new Map(all.map((each) => [each.id, sortGrants(each)]));

it("never takes an administrator's grant while its permission is declared", () => {
  fc.assert(
    fc.property(merges, fc.boolean(), (merge, uninstall) => {
      const { current } = perform(uninstall ? { ...merge, wanted: null } : merge);
      for (const before of merge.current) {
        const after = current.find(({ id }) => id === before.id);
        for (const grant of before.grants) {
          if (grant.origin === 'seed' || merge.vanishing.has(grant.permission)) continue;
          expect(after?.grants).toContainEqual(grant);
        }
      }
    }),
    runs,
  );
});

it('never gives back what was seeded and revoked, nor a group that was deleted', () => {
  fc.assert(
    fc.property(merges, (merge) => {
      const { current } = perform(merge);
      const existing = new Map(merge.current.map((each) => [each.id, each]));
      for (const { seed_key, group_id, permissions } of merge.base) {
        const before = group_id === null ? undefined : existing.get(group_id);
        const after = current.find(({ id }) => id === group_id);
        if (!before) expect(current.map(({ id }) => id)).not.toContain(`new:${seed_key}`);
        for (const each of before && after ? permissions : []) {
          if (before && !findWideGrant(before, each))
            expect(after && findWideGrant(after, each)).toBeUndefined();
        }
      }
    }),
    runs,
  );
});

it('changes nothing the second time', () => {
  fc.assert(
    fc.property(merges, (merge) => {
      const once = perform(merge);
      const twice = perform({ ...merge, base: once.base, current: once.current });
      expect(byId(twice.current)).toEqual(byId(once.current));
      expect(twice.base).toEqual(once.base);
    }),
    runs,
  );
});

it('takes nothing from anybody unless that is confirmed', () => {
  fc.assert(
    fc.property(merges, (merge) => {
      const { current } = perform({ ...merge, removals: 'hold' });
      for (const before of merge.current) {
        const after = current.find(({ id }) => id === before.id);
        expect(after?.grants).toEqual(expect.arrayContaining([...before.grants]));
      }
    }),
    runs,
  );
});

/** What an administrator does to one of the groups between two versions. */
const deed = fc.record({
  group: fc.nat(5),
  kind: fc.constantFrom('revoke', 'grant', 'scope', 'rename', 'join', 'delete'),
  permission,
});
type Deed = { group: number; kind: string; permission: string };

function doDeed(current: readonly OrgGroup[], { group, kind, permission }: Deed): OrgGroup[] {
  const target = current[group % Math.max(current.length, 1)];
  if (!target) return [];
  const others = target.grants.filter((grant) => grant.permission !== permission);
  const granted: HeldGrant = { permission, target_id: null, origin: 'admin' };
  const scoped: HeldGrant = { permission, target_id: 'room-1', origin: 'admin' };
  const changed: Record<string, Partial<OrgGroup>> = {
    revoke: { grants: others },
    grant: { grants: findWideGrant(target, permission) ? target.grants : [...target.grants, granted] },
    scope: { grants: [...target.grants.filter(({ target_id }) => target_id === null), scoped] },
    rename: { name: `${target.name} here` },
    join: { members: ['ada'] },
  };
  const rest = current.filter((each) => each !== target);
  return kind === 'delete' ? rest : [...rest, { ...target, ...changed[kind] }];
}

const version = wantedGroups.map((all) => all.map((each) => ({ ...each, waiting: [] })));

/** A first version, an administrator's deeds, a second one, and a roll-back to the first. */
const histories = fc.tuple(version, version, fc.array(deed, { maxLength: 4 })).map(([old, next, deeds]) => {
  const common = { plugin, vanishing: new Set<string>(), removals: 'apply' } as const;
  const installed = perform({ ...common, base: [], current: [], wanted: old });
  const edited = deeds.reduce<readonly OrgGroup[]>(doDeed, installed.current);
  const upgraded = perform({ ...common, base: installed.base, current: edited, wanted: next });
  const back = perform({ ...common, base: upgraded.base, current: upgraded.current, wanted: old });
  return { installed, edited, back };
});

it('restores what was seeded, upgraded and rolled back, of groups that nobody touched', () => {
  fc.assert(
    fc.property(histories, ({ installed, edited, back }) => {
      const before = byId(installed.current);
      const after = new Map(back.current.map((each) => [each.name.toLowerCase(), sortGrants(each)]));
      for (const each of edited) {
        if (!isSame(before.get(each.id), each)) continue;
        expect(after.get(each.name.toLowerCase())).toMatchObject({
          owner: plugin,
          grants: sortGrants(each).grants,
        });
      }
    }),
    runs,
  );
});

it('gives nothing back by a roll-back either that was revoked, nor a group that was deleted', () => {
  fc.assert(
    fc.property(histories, ({ installed, edited, back }) => {
      for (const { group_id, permissions } of installed.base) {
        const now = edited.find(({ id }) => id === group_id);
        const after = back.current.find(({ id }) => id === group_id);
        if (!now) expect(after).toBeUndefined();
        for (const each of now && after ? permissions : []) {
          if (now && !findWideGrant(now, each)) expect(after && findWideGrant(after, each)).toBeUndefined();
        }
      }
    }),
    runs,
  );
});

function isSame(before: ReturnType<typeof sortGrants> | undefined, now: OrgGroup): boolean {
  return JSON.stringify(before) === JSON.stringify(sortGrants(now));
}
