/** What happens to times that passed while the platform was down: none, the latest one, or each. */
export const misfirePolicies = ['skip', 'latest', 'all'] as const;
export type MisfirePolicy = (typeof misfirePolicies)[number];

/** What happens when the run before has not ended: nothing, one waits, or the old one is cancelled. */
export const overlapPolicies = ['skip', 'queue', 'cancel'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

/** Minutes that a schedule's build may take before it is late; four weeks at most. */
export const maxExpectedMinutes = 40_320;
