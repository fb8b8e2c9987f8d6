import type { DbtRunner } from '@honeyframe/server';
import type { BenchResult } from './bench-result.ts';
import { measureBuild, openDbt } from './dbt/open-dbt.ts';

const ORGS = 50;

/** Fifty organisations build one workspace for the first time: how often dbt parses it in full. */
export async function run(): Promise<BenchResult[]> {
  let fullParses = 0;
  const watch = (runner: DbtRunner): DbtRunner => {
    const follow = (order: Parameters<DbtRunner['build']>[0]) => ({
      ...order,
      onEvent: (event: Parameters<typeof order.onEvent>[0]) => {
        if (event.kind === 'log' && event.line.includes('Unable to do partial parsing')) fullParses += 1;
        order.onEvent(event);
      },
    });
    return {
      build: (order) => runner.build(follow(order)),
      parse: (order) => runner.parse(follow(order)),
      docs: (order) => runner.docs(order),
      close: () => runner.close(),
    };
  };
  await using opened = await openDbt({ orgs: ORGS, watch });
  const times = await Promise.all(opened.orgs.map((org) => measureBuild(opened.dbt, org, 'model_0+ seed_0')));
  return [
    {
      name: 'dbt-50-orgs',
      value: fullParses,
      unit: 'full parses',
      goal: 1,
      floor: 1,
      ok: fullParses === 1,
      raw: times,
    },
  ];
}
