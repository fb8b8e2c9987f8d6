import { type GrantRow, Grants, isAllowed } from '@honeyframe/server';
import { type BenchResult, median } from './bench-result.ts';

const GRANTS = 250;
const CHECKS = 1_000_000;
const ROUNDS = 15;
const GOAL_US = 0.3;

const caller = {
  kind: 'session',
  user: { id: 'u', email: 'bench@example.org', display_name: '', is_superadmin: false },
  org: { id: 'o', slug: 'main', name: 'Main' },
  session_id: 's',
  must_change_password: false,
} as const;

interface Question {
  readonly permission: string;
  readonly target: string | undefined;
}

/** Half of the grants are for single objects; every fourth question is about something that was not granted. */
const rows: GrantRow[] = Array.from({ length: GRANTS }, (_, i) => ({
  permission_type: `resource_${i}.read`,
  target_id: i % 2 === 0 ? null : `object_${i}`,
}));
const questions: Question[] = rows.map(({ permission_type, target_id }, i) => ({
  permission: i % 4 === 3 ? `missing_${i}.read` : permission_type,
  target: target_id ?? undefined,
}));

/** What the gate asks for each request, beside the same question to a bare Map and Set. */
export async function run(): Promise<BenchResult[]> {
  const grants = new Grants(rows);
  const bare = new Map(rows.map(({ permission_type, target_id }) => [permission_type, new Set([target_id])]));
  const check = ({ permission, target }: Question) => isAllowed(caller, grants, permission, target);
  const floor = ({ permission, target }: Question) => bare.get(permission)?.has(target ?? null) ?? false;
  const expected = questions.filter(check).length;
  if (expected !== questions.filter(floor).length || expected === 0) throw new Error('the two do not agree');
  const rounds: { check: number; floor: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ check: measure(check), floor: measure(floor) });
  const value = median(rounds.map((round) => round.check));
  return [
    {
      name: 'permission-check',
      value,
      unit: 'µs',
      goal: GOAL_US,
      floor: GOAL_US,
      ok: value <= GOAL_US,
      raw: { bare_map_us: median(rounds.map((round) => round.floor)), grants: GRANTS, rounds },
    },
  ];
}

/** Microseconds of processor time for one question: others on the machine do not count. */
function measure(ask: (question: Question) => boolean): number {
  let allowed = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < CHECKS; i += 1) {
    const question = questions[i % GRANTS];
    if (question && ask(question)) allowed += 1;
  }
  const { user, system } = process.cpuUsage(before);
  if (allowed === 0) throw new Error('nothing was allowed');
  return (user + system) / CHECKS;
}
