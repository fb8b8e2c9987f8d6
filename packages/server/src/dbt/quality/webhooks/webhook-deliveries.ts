import { PlatformError } from '@honeyframe/contract';
import { type WebhookDelivery, type WebhookMessage, webhookMessageSchema } from '@honeyframe/contract/api';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Queries, Tables } from '../../../database/index.ts';
import type { JobPayload, JobQueue } from '../../../jobs/index.ts';
import { sendWebhook } from './send-webhook.ts';
import { insertDelivery, WEBHOOK_QUEUE, webhookRetries } from './webhook-outbox.ts';
import type { Webhooks } from './webhooks.ts';

export interface WebhookDeliveriesOptions {
  readonly queries: Queries;
  readonly queue: JobQueue;
  readonly webhooks: Webhooks;
  /** Hosts that the operator lets webhooks reach without https and on private addresses. */
  readonly allowedHosts: readonly string[];
}

type DeliveryRow = Selectable<Tables['dbt_webhook_deliveries']>;

const SHOWN = 50;
/** One address that does not answer holds up its own place alone. */
const AT_ONCE = 3;
const jobSchema = z.looseObject({ delivery_id: z.uuid() });

/** Brings messages to the addresses of organisations. The row tells what became of each; the job only carries its id. */
export class WebhookDeliveries {
  readonly #options: WebhookDeliveriesOptions;

  constructor(options: WebhookDeliveriesOptions) {
    this.#options = options;
  }

  /** Begins to deliver. Returns the disposer. */
  async start(): Promise<() => Promise<void>> {
    const work = (payload: JobPayload) => this.#deliver(payload);
    return await this.#options.queue.work(WEBHOOK_QUEUE, work, { concurrency: AT_ONCE });
  }

  /** Newest first. */
  async list(orgId: string): Promise<WebhookDelivery[]> {
    const rows = await this.#options.queries
      .selectFrom('dbt_webhook_deliveries')
      .selectAll()
      .where('org_id', '=', orgId)
      .orderBy('created_at', 'desc')
      .limit(SHOWN)
      .execute();
    return rows.map(toDelivery);
  }

  /** Sends a test message at once, and once. Throws HF_DBT_WEBHOOK_UNSET. */
  async sendTest(orgId: string): Promise<WebhookDelivery> {
    const { queries, webhooks } = this.#options;
    if (!(await webhooks.get(orgId)).url) throw new PlatformError('HF_DBT_WEBHOOK_UNSET');
    const nothing = { kind: null, incident_id: null, workspace: null, run_id: null };
    const message = 'This is a test: messages of Honeyframe arrive here.';
    const at = new Date().toISOString();
    const id = await insertDelivery(queries, orgId, { event: 'test', ...nothing, message, at });
    const row = await this.#require(id);
    const problem = await this.#send(row);
    return toDelivery(await this.#note(row, problem === undefined ? 'delivered' : 'failed', problem));
  }

  /** Throws what did not arrive, so that the queue tries again. */
  async #deliver(payload: JobPayload): Promise<void> {
    const row = await this.#find(jobSchema.parse(payload).delivery_id);
    // A job may come twice.
    if (row?.state !== 'waiting') return;
    const { enabled } = await this.#options.webhooks.get(row.org_id);
    if (!enabled) return void (await this.#note(row, 'failed', 'Messages were switched off.'));
    const problem = await this.#send(row);
    if (problem === undefined) return void (await this.#note(row, 'delivered', undefined));
    const isLast = row.attempts >= webhookRetries.times;
    await this.#note(row, isLast ? 'failed' : 'waiting', problem);
    if (!isLast) throw new Error(problem);
  }

  /** @returns why it did not arrive. */
  async #send({ id, org_id, message }: DeliveryRow): Promise<string | undefined> {
    const { webhooks, allowedHosts } = this.#options;
    try {
      const { url, secret } = await webhooks.open(org_id);
      await sendWebhook({ id, url, secret, body: JSON.stringify(message), allowedHosts });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #note(
    { id, org_id }: DeliveryRow,
    state: WebhookDelivery['state'],
    problem: string | undefined,
  ): Promise<DeliveryRow> {
    const { queries, webhooks } = this.#options;
    const last_error = problem ?? null;
    await webhooks.noteAttempt(org_id, last_error);
    return await queries
      .updateTable('dbt_webhook_deliveries')
      .set({ state, last_error, last_attempt_at: sql`now()`, attempts: sql`attempts + 1` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async #find(id: string): Promise<DeliveryRow | undefined> {
    return await this.#options.queries
      .selectFrom('dbt_webhook_deliveries')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
  }

  async #require(id: string): Promise<DeliveryRow> {
    const row = await this.#find(id);
    if (!row) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `message ${id}` });
    return row;
  }
}

function toDelivery(row: DeliveryRow): WebhookDelivery {
  const { event, workspace, message } = readMessage(row);
  const { id, state, attempts, last_error } = row;
  return {
    ...{ id, event, workspace, message, state, attempts, last_error },
    created_at: row.created_at.toISOString(),
    last_attempt_at: row.last_attempt_at?.toISOString() ?? null,
  };
}

function readMessage({ message }: DeliveryRow): WebhookMessage {
  return webhookMessageSchema.parse(message);
}
