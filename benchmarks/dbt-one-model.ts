import type { BenchResult } from './bench-result.ts';
import { compareWithCold } from './dbt/compare-with-cold.ts';

const CPU_GOAL = 0.25;
const FIRST_NODE_GOAL = 0.7;

/** One model, built through the platform and by the plain `dbt run`; and how soon after the request its node starts. */
export async function run(): Promise<BenchResult[]> {
  const measured = await compareWithCold({ select: 'model_1', cold: ['run', '--select', 'model_1'] });
  const seconds = measured.firstNode / 1000;
  return [
    {
      name: 'dbt-one-model cpu',
      value: measured.ratio,
      unit: 'x a cold dbt run',
      goal: CPU_GOAL,
      floor: CPU_GOAL,
      ok: measured.ratio <= CPU_GOAL,
      raw: measured.rounds,
    },
    {
      name: 'dbt-one-model first-node',
      value: seconds,
      unit: 's',
      goal: FIRST_NODE_GOAL,
      floor: FIRST_NODE_GOAL,
      ok: seconds <= FIRST_NODE_GOAL,
    },
  ];
}
