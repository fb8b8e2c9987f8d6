import type { AuditEntry, AuditRecord, ContextUser } from '@honeyframe/sdk/backend';
import { expect, it } from 'vitest';
import { recordOpening, recordPartRead } from '../backend/services/patient-access.ts';

const user: ContextUser = { id: 'u1', email: 'ada@example.org', display_name: 'Ada', is_superadmin: false };

function createContext(trail: readonly AuditRecord[]) {
  const recorded: AuditEntry[] = [];
  return {
    recorded,
    user,
    audit: async (entry: AuditEntry) => void recorded.push(entry),
    auditTrail: async () => [...trail],
  };
}

const opened = (actor: string, minutesAgo: number): AuditRecord => ({
  action: 'patient.opened',
  actor,
  at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
});

it('leaves no second trace for a part of a record that was just opened', async () => {
  const ctx = createContext([opened(user.email, 2)]);
  await recordPartRead(ctx, 'p1', 'notes');
  expect(ctx.recorded).toEqual([]);
});

it.each([
  ['nobody opened the record', []],
  ['somebody else opened it', [opened('eve@example.org', 2)]],
  ['it was opened long ago', [opened(user.email, 45)]],
])('records a part that is read when %s', async (_, trail) => {
  const ctx = createContext(trail);
  await recordPartRead(ctx, 'p1', 'notes');
  expect(ctx.recorded).toEqual([
    { action: 'patient.opened', target_type: 'patient', target_id: 'p1', details: { part: 'notes' } },
  ]);
});

it('takes what a page asks again within a minute for the same opening', async () => {
  const again = createContext([opened(user.email, 0.5)]);
  await recordOpening(again, 'p1');
  expect(again.recorded).toEqual([]);
  const later = createContext([opened(user.email, 2)]);
  await recordOpening(later, 'p1');
  expect(later.recorded).toEqual([{ action: 'patient.opened', target_type: 'patient', target_id: 'p1' }]);
});
