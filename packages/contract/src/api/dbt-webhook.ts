import { z } from 'zod';
import { incidentKinds } from './dbt-quality.ts';
import { defineApi } from './endpoint.ts';
import { idSchema, timeSchema } from './shapes.ts';

/** What messages speak of: something began to be wrong, it is right again, or somebody tries the address. */
export const webhookEvents = [...incidentKinds, 'recovery', 'test'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** The body of a message. */
export const webhookMessageSchema = z.object({
  event: z.enum(webhookEvents),
  /** What began, or is over; null for a test message. */
  kind: z.enum(incidentKinds).nullable(),
  /** The same in the message that it began and in the one that it is over. */
  incident_id: idSchema.nullable(),
  workspace: z.string().nullable(),
  run_id: idSchema.nullable(),
  message: z.string(),
  at: timeSchema,
});
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;

/** Where an organisation hears of data that goes wrong; its secret is never told. */
export const webhookSchema = z.object({
  url: z.string().nullable(),
  enabled: z.boolean(),
  last_attempt_at: timeSchema.nullable(),
  /** Why the last message did not arrive. */
  last_error: z.string().nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const webhookDeliverySchema = z.object({
  id: idSchema,
  event: z.enum(webhookEvents),
  workspace: z.string().nullable(),
  message: z.string(),
  /** `waiting` also between two attempts. */
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number().int(),
  created_at: timeSchema,
  last_attempt_at: timeSchema.nullable(),
  last_error: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const dbtWebhookApi = defineApi({
  getWebhook: {
    method: 'GET',
    path: '/api/dbt/webhook',
    access: 'org.admin',
    summary: 'Where this organisation hears of data that goes wrong.',
    output: webhookSchema,
  },
  setWebhook: {
    method: 'PUT',
    path: '/api/dbt/webhook',
    access: 'org.admin',
    summary:
      'Set where this organisation hears of builds that fail or are late, of stale sources, and of recovery.',
    body: z.object({
      url: z.string().max(2000),
      /** Signs each message: `x-honeyframe-signature: sha256=` with its HMAC. The one that is there stays without it. */
      secret: z.string().min(16).max(200).optional(),
      enabled: z.boolean().default(true),
    }),
    output: webhookSchema,
    errors: ['HF_DBT_WEBHOOK_URL', 'HF_DBT_WEBHOOK_SECRET'],
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/api/dbt/webhook/deliveries',
    access: 'org.admin',
    summary: 'The last messages to that address, newest first.',
    output: z.object({ deliveries: z.array(webhookDeliverySchema) }),
  },
  testWebhook: {
    method: 'POST',
    path: '/api/dbt/webhook/test',
    access: 'org.admin',
    summary: 'Send a test message, once, and say whether it arrived.',
    output: webhookDeliverySchema,
    errors: ['HF_DBT_WEBHOOK_UNSET'],
  },
});
