import type { RequestContext } from '@honeyframe/sdk/backend';
import type { AccessEvent } from '../schemas/patient-care.ts';

type Context = Pick<RequestContext, 'audit' | 'auditTrail' | 'user'>;

const TARGET = 'patient';
const OPENED = 'patient.opened';

const SAME_OPENING_MS = 60_000;

/**
 * Records that the caller opened a patient; resolves when it is stored. A page asks again after each change and when
 * its window comes back: within a minute that is the same opening.
 */
export async function recordOpening(ctx: Context, patientId: string): Promise<void> {
  if (await hasOpened(ctx, patientId, SAME_OPENING_MS)) return;
  await ctx.audit({ action: OPENED, target_type: TARGET, target_id: patientId });
}

export async function recordChange(
  ctx: Context,
  patientId: string,
  action: `patient.${string}`,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await ctx.audit({ action, target_type: TARGET, target_id: patientId, details });
}

const COVERED_MS = 30 * 60_000;

/**
 * A part of the record is read through an address of its own. It is covered by an opening of the last half hour;
 * whoever asks for the part without one leaves a trace here, so that nothing is read unseen.
 */
export async function recordPartRead(ctx: Context, patientId: string, part: string): Promise<void> {
  if (await hasOpened(ctx, patientId, COVERED_MS)) return;
  await ctx.audit({ action: OPENED, target_type: TARGET, target_id: patientId, details: { part } });
}

async function hasOpened(ctx: Context, patientId: string, withinMs: number): Promise<boolean> {
  const trail = await ctx.auditTrail({ target_type: TARGET, target_id: patientId, limit: 50 });
  const since = new Date(Date.now() - withinMs).toISOString();
  return trail.some(({ actor, action, at }) => {
    return actor === ctx.user.email && action === OPENED && at >= since;
  });
}

const MAX_EVENTS = 200;

/** Who looked at a patient or changed something, newest first. */
export async function readAccess(ctx: Context, patientId: string): Promise<AccessEvent[]> {
  const trail = await ctx.auditTrail({ target_type: TARGET, target_id: patientId, limit: MAX_EVENTS });
  return trail.map(({ at, actor, action }) => ({ at, actor, action }));
}
