import type { MisfirePolicy } from '@honeyframe/contract/api';

/** An instant is missed when nobody was there to fire it for so long: more than nodes' clocks and polls may part. */
export const GRACE_MILLISECONDS = 60_000;

export interface Decision<Instant> {
  readonly instant: Instant;
  readonly fires: boolean;
  /** It has passed while nobody was there. */
  readonly isLate: boolean;
}

/** Which of the instants that came, oldest first, still fire. */
export function decideMisfires<Instant extends { readonly at: Date }>(
  instants: readonly Instant[],
  now: Date,
  policy: MisfirePolicy,
): Decision<Instant>[] {
  const last = instants.at(-1);
  return instants.map((instant) => {
    const isLate = now.getTime() - instant.at.getTime() > GRACE_MILLISECONDS;
    const isWanted = policy === 'all' || (policy === 'latest' && instant === last);
    return { instant, isLate, fires: !isLate || isWanted };
  });
}
