import { describe, expect, it } from 'vitest';
import type { PluginStep } from './life-cycle.ts';
import { describePermission, describePlan, summariseAccess } from './plan-words.ts';

const version = (text: string, generation = `${text}-generation`) => ({ version: text, generation });
const plan = {
  step: 'upgrade',
  display_name: 'Clinic',
  from: version('1.0.0'),
  to: version('1.1.0'),
  org: null,
  data: null,
} as const;
const summarise = (access: readonly ReturnType<typeof change>[], step: PluginStep = 'upgrade') =>
  summariseAccess({ step, access });
const change = (user_id: string, permission: string, side: 'gains' | 'loses' = 'gains') => ({
  user_id,
  permission,
  change: side,
});

describe('a plan in words', () => {
  it('says what is done in one line', () => {
    expect(describePlan(plan)).toBe('Upgrade Clinic from 1.0.0 to 1.1.0');
    expect(describePlan({ ...plan, step: 'roll_back' })).toBe('Roll Clinic back from 1.0.0 to 1.1.0');
    expect(describePlan({ ...plan, step: 'install', from: null })).toBe('Install Clinic 1.1.0');
    expect(describePlan({ ...plan, step: 'disable', org: 'north' })).toBe("Disable Clinic in 'north'");
    expect(describePlan({ ...plan, step: 'uninstall', data: 'purge' })).toBe(
      'Uninstall Clinic and delete its data',
    );
  });

  it('tells two versions of the same number apart', () => {
    const same = { ...plan, from: version('1.0.0', 'aaaaaaaaaa'), to: version('1.0.0', 'bbbbbbbbbb') };
    expect(describePlan(same)).toBe('Upgrade Clinic from 1.0.0 (aaaaaaaa) to 1.0.0 (bbbbbbbb)');
  });

  it('calls an upgrade to the version that runs what it is', () => {
    const same = { ...plan, from: version('1.0.0', 'aaaaaaaaaa'), to: version('1.0.0', 'aaaaaaaaaa') };
    expect(describePlan(same)).toBe('Remove what Clinic 1.0.0 no longer declares');
  });

  it('reads a permission as a verb and what it is about', () => {
    expect(
      ['patient.edit', 'care_note.read', 'study.read', 'lab_results.export'].map(describePermission),
    ).toEqual(['edit patients', 'read care notes', 'read studies', 'export lab results']);
  });
});

describe('who gains and loses, in a sentence', () => {
  it('says when nobody does', () => {
    expect(summarise([])).toBe('Nobody gains or loses anything.');
  });

  it('does not say so of a plugin that an organisation loses', () => {
    expect(summarise([], 'disable')).toBe('Nobody holds one of its permissions.');
  });

  it('takes together what the same people gain', () => {
    const gains = ['bed.read', 'bed.edit', 'stay.read'].map((name) => change('ada', name));
    expect(summarise([...gains, change('bob', 'stay.read')])).toBe(
      '1 person gains “read beds” and “edit beds”, 2 people gain “read stays”; nobody loses anything.',
    );
  });

  it('counts each person once for a permission', () => {
    const gains = ['ada', 'bob', 'ada'].map((user) => change(user, 'patient.edit'));
    expect(summarise(gains)).toBe('2 people gain “edit patients”; nobody loses anything.');
    expect(summarise([change('ada', 'patient.edit', 'loses')])).toBe(
      '1 person loses “edit patients”; nobody gains anything.',
    );
  });

  it('names both sides', () => {
    expect(summarise([change('ada', 'visit.read'), change('bob', 'visit.edit', 'loses')])).toBe(
      '1 person gains “read visits”; 1 person loses “edit visits”.',
    );
  });

  it('counts permissions where there are too many to name', () => {
    const many = ['a.read', 'b.read', 'c.read', 'd.read'].flatMap((name) => [
      change('ada', name),
      change('bob', name),
    ]);
    expect(summarise(many)).toBe('2 people gain access, by 4 permissions; nobody loses anything.');
  });
});
