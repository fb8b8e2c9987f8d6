import type { PlanChange, PluginPlan } from '@honeyframe/contract/api';
import { describe, expect, it } from 'vitest';
import { groupChanges, nameAction, summariseChanges } from './plan-words.ts';

const change = (surface: PlanChange['surface'], kind: PlanChange['change'], name: string): PlanChange => ({
  surface,
  change: kind,
  name,
  detail: null,
});
const changes = [
  change('files', 'changed', 'plugin.yaml'),
  change('routes', 'added', 'GET /a'),
  change('routes', 'removed', 'GET /b'),
  change('routes', 'added', 'GET /c'),
];

describe('changes of a plan', () => {
  it('stand by surface, files last', () => {
    expect(groupChanges(changes).map(({ title, count }) => [title, count])).toEqual([
      ['Routes', '2 added, 1 removed'],
      ['Files', '1 changed'],
    ]);
  });

  it('fit into a line', () => {
    const migrations = [{ file: '0001.sql', sql: '', direction: 'up' as const }];
    expect(summariseChanges({ changes, migrations })).toBe(
      'Routes: 2 added, 1 removed. Files: 1 changed. One migration.',
    );
    expect(summariseChanges({ changes: [], migrations: [] })).toBe('Nothing else changes.');
  });
});

describe('the button of a plan', () => {
  const one = { version: '1.0.0', generation: 'a' };
  const two = { version: '1.0.0', generation: 'b' };
  it.each([
    [{ step: 'upgrade', from: one, to: two, data: null }, 'Upgrade'],
    [{ step: 'upgrade', from: one, to: one, data: null }, 'Remove'],
    [{ step: 'uninstall', from: one, to: null, data: 'keep' }, 'Uninstall'],
    [{ step: 'uninstall', from: one, to: null, data: 'purge' }, 'Uninstall and delete data'],
    [{ step: 'uninstall', from: null, to: null, data: 'purge' }, 'Delete data'],
  ] as const)('says what happens: %j → %s', (plan, action) => {
    expect(nameAction({ ...plan } as unknown as PluginPlan)).toBe(action);
  });
});
