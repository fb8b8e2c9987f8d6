import { createTestDatabase } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../database/index.ts';
import { arrangeColumns, type LayoutGraph, NODE_WIDTH } from './arrange-columns.ts';
import { LineageLayouts, type LineageLayoutsOptions } from './lineage-layouts.ts';

const log = { warn: () => {} };
const graph: LayoutGraph = {
  columns: ['first', null, null, 'last', null],
  edges: [
    [0, 1],
    [1, 2],
    [0, 3],
    [2, 3],
  ],
};

async function openLayouts(jobs?: LineageLayoutsOptions['jobs']) {
  const { url, drop } = await createTestDatabase();
  onTestFinished(() => drop());
  const database = await openDatabase({ url, secretKey: Buffer.alloc(32, 1) });
  onTestFinished(() => database.close());
  const open = (more: LineageLayoutsOptions['jobs'] = jobs) => {
    const layouts = new LineageLayouts({ queries: database.queries, log, ...(more && { jobs: more }) });
    onTestFinished(() => layouts.close());
    return layouts;
  };
  return { layouts: open(), open };
}

/** Children that a test answers for. */
function createJobs(run: () => Promise<unknown>) {
  let runs = 0;
  const count = () => {
    runs += 1;
    return run();
  };
  return { run: count, close: () => {}, count: () => runs };
}

it('answers columns at once, and the careful layout of a child when that is made', async () => {
  const { layouts } = await openLayouts();
  expect(await layouts.find(graph)).toEqual({ places: arrangeColumns(graph), is_settled: false });
  await layouts.settled();
  const { places, is_settled } = await layouts.find(graph);
  expect(is_settled).toBe(true);
  const xs = places.filter((_, index) => index % 2 === 0);
  for (const [from, to] of graph.edges) expect((xs[to] ?? 0) - (xs[from] ?? 0)).toBeGreaterThan(NODE_WIDTH);
  expect(xs[3]).toBe(Math.max(...xs));
});

it('lays a graph out once, for every process and organisation', async () => {
  const jobs = createJobs(async () => new Array(10).fill(7));
  const { layouts, open } = await openLayouts(jobs);
  await Promise.all([layouts.find(graph), layouts.find(graph)]);
  await layouts.settled();
  expect(await open().find(graph)).toEqual({ places: new Array(10).fill(7), is_settled: true });
  expect(jobs.count()).toBe(1);
  await layouts.find({ ...graph, edges: graph.edges.slice(1) });
  await layouts.settled();
  expect(jobs.count()).toBe(2);
});

it('keeps columns where the careful layout fails twice, and does not try again', async () => {
  const jobs = createJobs(() => Promise.reject(new Error('it took too long')));
  const { layouts } = await openLayouts(jobs);
  const ask = async () => {
    const found = await layouts.find(graph);
    await layouts.settled();
    return found;
  };
  const columns = arrangeColumns(graph);
  expect(await ask()).toEqual({ places: columns, is_settled: false });
  expect(await ask()).toEqual({ places: columns, is_settled: false });
  expect(await ask()).toEqual({ places: columns, is_settled: true });
  expect(jobs.count()).toBe(2);
});

it('stores nothing of a layout that the end of the platform cut off', async () => {
  const end = Promise.withResolvers<never>();
  const jobs = { run: () => end.promise, close: () => end.reject(new Error('killed')) };
  const { layouts, open } = await openLayouts(jobs);
  await layouts.find(graph);
  await layouts.close();
  expect((await open().find(graph)).is_settled).toBe(false);
});
