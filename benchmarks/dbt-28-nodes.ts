import type { BenchResult } from './bench-result.ts';
import { compareWithCold } from './dbt/compare-with-cold.ts';

const GOAL = 0.35;

/** Five models, three seeds and twenty tests, built through the platform and by the plain `dbt build`. */
export async function run(): Promise<BenchResult[]> {
  const { ratio, rounds } = await compareWithCold({ cold: ['build'] });
  return [
    {
      name: 'dbt-28-nodes',
      value: ratio,
      unit: 'x a cold dbt build',
      goal: GOAL,
      floor: GOAL,
      ok: ratio <= GOAL,
      raw: rounds,
    },
  ];
}
