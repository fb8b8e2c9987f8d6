import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { pageOf, pageQuery, timeSchema } from './shapes.ts';

export const auditEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  actor: z.string(),
  action: z.string(),
  plugin: z.string().nullable(),
  target_type: z.string().nullable(),
  target_id: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const auditApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/audit',
    access: 'audit.read',
    summary: 'Audit events of the organisation, newest first.',
    query: pageQuery.extend({
      action: z.string().max(100).optional(),
      plugin: z.string().max(64).optional(),
      target_type: z.string().max(100).optional(),
      target_id: z.string().max(200).optional(),
    }),
    output: pageOf(auditEventSchema),
  },
});
