import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DbtOrder, DbtOutcome, DbtRunner } from './dbt-runner.ts';

/** A build that a test drives itself. */
export interface HeldBuild {
  readonly order: DbtOrder;
  /** Ends it; a success leaves a database with the table `one`. */
  finish(outcome?: Partial<DbtOutcome>): void;
}

/** Builds nothing by itself: for tests of what happens around dbt. */
export class MemoryDbtRunner implements DbtRunner {
  readonly builds: HeldBuild[] = [];
  readonly #waiting: ((build: HeldBuild) => void)[] = [];
  #taken = 0;

  async build(order: DbtOrder): Promise<DbtOutcome> {
    await writeDatabase(order);
    const { promise, resolve } = Promise.withResolvers<DbtOutcome>();
    const success = { exit_code: 0, exit_signal: null, timed_out: false, cancelled: false, stderr: '' };
    const held = { order, finish: (outcome = {}) => resolve({ ...success, ...outcome }) };
    order.signal.addEventListener('abort', () => held.finish({ exit_code: 2, cancelled: true }));
    this.builds.push(held);
    this.#waiting.shift()?.(held);
    return await promise;
  }

  /** Knows nothing: there is no dbt. */
  async parse(): Promise<DbtOutcome> {
    return { exit_code: 0, exit_signal: null, timed_out: false, cancelled: false, stderr: '' };
  }

  /** Writes what dbt would, as short as can be. */
  async docs({ output_folder }: DbtOrder): Promise<DbtOutcome> {
    const target = path.join(output_folder, 'target');
    await writeFile(path.join(target, 'static_index.html'), '<script>1</script>');
    await writeFile(path.join(target, 'catalog.json'), '{"nodes":{}}');
    return { exit_code: 0, exit_signal: null, timed_out: false, cancelled: false, stderr: '' };
  }

  async close(): Promise<void> {}

  /** The next build that begins, or began and was not asked for yet. */
  async next(): Promise<HeldBuild> {
    const known = this.builds[this.#taken++];
    if (known) return known;
    return await new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** As dbt does: a node starts, ends, and its table is there. */
export function playNode({ order }: HeldBuild, name = 'one'): void {
  const node = { unique_id: `model.tiny.${name}`, name, resource_type: 'model', materialisation: 'table' };
  const at = '2026-01-01T00:00:00.000Z';
  order.onEvent({ kind: 'node_started', node, at });
  order.onEvent({ kind: 'node_finished', node, at, status: 'success', seconds: 1, rows: 1, message: null });
}

async function writeDatabase({ work_folder }: DbtOrder): Promise<void> {
  const instance = await DuckDBInstance.create(path.join(work_folder, 'tiny.duckdb'));
  const connection = await instance.connect();
  await connection.run('create or replace table one as select 1 as id');
  connection.closeSync();
  instance.closeSync();
  await writeFile(path.join(work_folder, 'built'), '');
}
