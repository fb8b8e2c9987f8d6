import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openTestDbt, registerTiny } from '../dbt.fixture.ts';
import type { DbtOrder } from '../dbt-runner.ts';
import { MemoryDbtRunner } from '../memory-dbt-runner.fixture.ts';

/** Parses that a test ends. */
class HeldParses extends MemoryDbtRunner {
  readonly parses: { readonly order: DbtOrder; readonly end: () => void }[] = [];

  override async parse(order?: DbtOrder) {
    if (!order) throw new Error('nothing to parse');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.parses.push({ order, end: resolve });
    order.signal.addEventListener('abort', () => resolve());
    await promise;
    return await super.parse();
  }
}

it('parses a version that is registered while an earlier one of it is being parsed', async () => {
  const runner = new HeldParses();
  const { dbt } = await openTestDbt({ bin: '/nowhere', runner });
  const first = await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  await dbt.start();
  await expect.poll(() => runner.parses.length, { timeout: 10_000 }).toBe(1);
  await writeFile(path.join(first.folder, 'models/one.sql'), 'select 2 as id');
  const second = await dbt.workspaces.register(first);
  runner.parses[0]?.end();
  const parsed = () => runner.parses[1]?.order.project_folder;
  await expect.poll(parsed, { timeout: 10_000 }).toBe(second.staged?.project_folder);
  runner.parses[1]?.end();
});
