import { z } from 'zod';
import { auditGroups } from './audit-words.ts';
import { defineApi } from './endpoint.ts';
import { timeSchema } from './shapes.ts';

export const auditEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  /** Null for the platform itself, and for an unknown address whose sign-in was refused. */
  actor_id: z.string().nullable(),
  actor: z.string(),
  /** `<object>.<verb in the past>`. */
  action: z.string(),
  plugin: z.string().nullable(),
  target_type: z.string().nullable(),
  target_id: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  request_id: z.string().nullable(),
  ip: z.string().nullable(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

const eventId = z.string().regex(/^\d{1,18}$/, 'must be the id of an event');

const scope = {
  /** `org`: events of the organisation; `platform`: those that belong to none, for superadmins. */
  scope: z.enum(['org', 'platform']).default('org'),
};

/** Every filter is exact but `q`, which is looked for in who, what and on what, also in the words that pages use. */
const auditFilters = z.object({
  ...scope,
  q: z.string().trim().max(200).optional(),
  /** The actor as events name it: an e-mail address, or `Honeyframe`. */
  actor: z.string().max(320).optional(),
  actor_id: z.uuid().optional(),
  group: z.enum(auditGroups).optional(),
  action: z.string().max(100).optional(),
  plugin: z.string().max(64).optional(),
  target_type: z.string().max(100).optional(),
  target_id: z.string().max(200).optional(),
  /** From this moment on. */
  from: timeSchema.optional(),
  /** Before this moment. */
  to: timeSchema.optional(),
});
export type AuditFilters = z.output<typeof auditFilters>;

export const auditApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/audit',
    access: 'audit.read',
    summary: 'Audit events, newest first. Events that arrive meanwhile do not move those of the next page.',
    query: auditFilters.extend({
      /** `next_cursor` of the page before. */
      cursor: eventId.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      rows: z.array(auditEventSchema),
      /** Null on the last page. */
      next_cursor: z.string().nullable(),
    }),
  },
  get: {
    method: 'GET',
    path: '/api/audit/events/:id',
    access: 'audit.read',
    summary: 'One audit event.',
    params: z.object({ id: eventId }),
    query: z.object(scope),
    output: auditEventSchema,
    errors: ['HF_CORE_NOT_FOUND'],
  },
  facets: {
    method: 'GET',
    path: '/api/audit/facets',
    access: 'audit.read',
    summary: 'Actors, actions, plugins and kinds of target that occur in the audit log, for filters.',
    query: z.object(scope),
    output: z.object({
      actors: z.array(z.string()),
      actions: z.array(z.string()),
      plugins: z.array(z.string()),
      target_types: z.array(z.string()),
    }),
  },
  export: {
    method: 'GET',
    path: '/api/audit/export',
    access: 'audit.read',
    summary: 'Every audit event that fits, newest first, as a CSV file; the export is itself recorded.',
    query: auditFilters,
    output: 'raw',
  },
});
