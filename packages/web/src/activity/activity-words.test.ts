import { auditGroups, auditGroupWords, describeAction, toAuditGroup } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { describeDetails, findPage, splitDetails } from './activity-words.ts';

it.each([
  ['user.signed_in', 'sign_in', 'Signed in'],
  ['user.seat_changed', 'people', 'Changed a role'],
  ['permission.granted', 'access', 'Gave a permission'],
  ['plugin.upgrade', 'plugins', 'Upgraded a plugin'],
  ['dbt_run.finished', 'data', 'Build ended'],
  ['audit.exported', 'platform', 'Exported the activity'],
  ['patient.list_exported', 'plugin_events', 'Patient list exported'],
])('sorts %s under %s and calls it “%s”', (action, group, words) => {
  expect(toAuditGroup(action)).toBe(group);
  expect(describeAction(action)).toBe(words);
});

it('has a label for every group', () => {
  expect(Object.keys(auditGroupWords).sort()).toEqual([...auditGroups].sort());
});

it('says details in a line, and leaves out what says nothing', () => {
  expect(describeDetails({ rows: 3, note: null, seeds: [], by: {}, of: { a_b: [1, 2] } })).toBe(
    'rows: 3, of: a b 1 2',
  );
});

it('keeps plain details apart from those that need room', () => {
  expect(splitDetails({ node_count: 3, by: null, tables: ['a'], filters: {} })).toEqual({
    plain: [
      { label: 'Node count', value: '3' },
      { label: 'By', value: '' },
    ],
    nested: { tables: ['a'] },
  });
});

it('links to a page only for those who may open it', () => {
  const target = { target_type: 'dbt_run', target_id: 'a/b' };
  expect(findPage(target, (permission) => permission === 'dbt.read')).toBe('/data/runs/a%2Fb');
  expect(findPage(target, () => false)).toBeUndefined();
  expect(findPage({ target_type: 'patient', target_id: '1' }, () => true)).toBeUndefined();
});
