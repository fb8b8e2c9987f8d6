import type { WebhookMessage } from '@honeyframe/contract/api';
import type { Queries } from '../../../database/index.ts';
import type { JobQueue } from '../../../jobs/index.ts';

export const WEBHOOK_QUEUE = 'dbt_webhooks';

/** Half a minute, then each time twice as long: about a day in all. */
export const webhookRetries = { times: 11, delay_seconds: 30 } as const;

/** Deliveries of one organisation that are kept. */
const KEPT = 200;

/** Queues a message in the transaction of what it tells. False where the organisation does not want to hear of it. */
export async function queueMessage(
  transaction: Queries,
  queue: JobQueue,
  { orgId, message }: { readonly orgId: string; readonly message: WebhookMessage },
): Promise<boolean> {
  const webhook = await transaction
    .selectFrom('dbt_webhooks')
    .select('enabled')
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  if (!webhook?.enabled) return false;
  const id = await insertDelivery(transaction, orgId, message);
  await queue.send(WEBHOOK_QUEUE, { delivery_id: id }, { within: transaction, retry: webhookRetries });
  return true;
}

/** @returns its id. */
export async function insertDelivery(
  queries: Queries,
  org_id: string,
  message: WebhookMessage,
): Promise<string> {
  await queries
    .deleteFrom('dbt_webhook_deliveries')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('dbt_webhook_deliveries')
        .select('id')
        .where('org_id', '=', org_id)
        .orderBy('created_at', 'desc')
        .offset(KEPT - 1),
    )
    .execute();
  const { id } = await queries
    .insertInto('dbt_webhook_deliveries')
    .values({ org_id, message: JSON.stringify(message) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
