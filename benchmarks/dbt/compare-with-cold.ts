import path from 'node:path';
import { median } from '../bench-result.ts';
import { readDbtCpu } from './child-cpu.ts';
import { createColdDbt } from './cold-dbt.ts';
import { measureBuild, openDbt } from './open-dbt.ts';

const ROUNDS = 5;

export interface CompareWithColdOptions {
  /** Of the warm build; everything where it is left out. */
  readonly select?: string;
  /** The plain command that does the same. */
  readonly cold: readonly string[];
}

interface Round {
  /** Seconds of CPU. */
  readonly warm: number;
  readonly cold: number;
  /** Milliseconds. */
  readonly firstNode: number;
  readonly total: number;
}

/** Builds in turn by a fork of the warm parent and by the plain command, on one machine in one state. */
export async function compareWithCold({ select, cold }: CompareWithColdOptions) {
  await using opened = await openDbt({ orgs: 1 });
  const { dbt, bin, project, folder, orgs } = opened;
  const org = orgs[0] ?? '';
  const plain = await createColdDbt(bin, project, path.join(folder, 'cold'));
  // Both have their tables, caches and compiled modules before the first measurement.
  await plain.measure('build');
  await measureBuild(dbt, org);
  await measureBuild(dbt, org);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await readDbtCpu();
    const times = await measureBuild(dbt, org, select);
    const warm = (await readDbtCpu()) - before;
    rounds.push({ warm, cold: await plain.measure(...cold), ...times });
  }
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const warm = of((round) => round.warm);
  return { warm, ratio: warm / of((round) => round.cold), firstNode: of((round) => round.firstNode), rounds };
}
