import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { timeSchema } from './shapes.ts';

/** Where an organisation hears of builds that fail; its secret is never told. */
export const webhookSchema = z.object({
  url: z.string().nullable(),
  enabled: z.boolean(),
  last_attempt_at: timeSchema.nullable(),
  /** Why the last message did not arrive. */
  last_error: z.string().nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const dbtWebhookApi = defineApi({
  getWebhook: {
    method: 'GET',
    path: '/api/dbt/webhook',
    access: 'org.admin',
    summary: 'Where this organisation hears of builds that fail.',
    output: webhookSchema,
  },
  setWebhook: {
    method: 'PUT',
    path: '/api/dbt/webhook',
    access: 'org.admin',
    summary: 'Set where this organisation hears of workspaces that begin to fail, and that work again.',
    body: z.object({
      url: z.string().max(2000),
      /** Signs each message: `x-honeyframe-signature: sha256=` with its HMAC. The one that is there stays without it. */
      secret: z.string().min(16).max(200).optional(),
      enabled: z.boolean().default(true),
    }),
    output: webhookSchema,
    errors: ['HF_DBT_WEBHOOK_URL', 'HF_DBT_WEBHOOK_SECRET'],
  },
});
