import type { DbtNode } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { layOutLanes } from './lay-out-lanes.ts';

function step(name: string, from: number | null, to: number | null): DbtNode {
  const at = (second: number | null) => (second === null ? null : new Date(second * 1000).toISOString());
  return {
    ...{ unique_id: name, name, resource_type: 'model', materialisation: 'table', state: 'success' },
    ...{ started_at: at(from), finished_at: at(to), seconds: null, rows: null, message: null },
  };
}

it('puts steps that ran at the same time on lines of their own', () => {
  const nodes = [
    step('c', 2, 4),
    step('a', 0, 2),
    step('b', 1, 3),
    step('d', 3, 9),
    step('waits', null, null),
  ];
  const { lanes, begin, end } = layOutLanes(nodes, 0);
  expect(lanes.map((lane) => lane.map(({ node }) => node.name))).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
  expect([begin, end]).toEqual([0, 9000]);
});

it('lets a step that runs last until now', () => {
  const { lanes, end } = layOutLanes([step('a', 1, null)], 5000);
  expect(lanes[0]?.[0]).toMatchObject({ from: 1000, to: 5000 });
  expect(end).toBe(5000);
});
