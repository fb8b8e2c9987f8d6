import { PlatformError } from '@honeyframe/contract';
import type { DbtRun, Webhook } from '@honeyframe/contract/api';
import { z } from 'zod';
import type { AuditActor, AuditLog } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import type { JobPayload, JobQueue } from '../../jobs/index.ts';
import type { SecretBox } from '../../settings/index.ts';
import { settleIncident } from './incidents.ts';
import { requireWebhookUrl, sendWebhook } from './send-webhook.ts';

export interface WebhooksOptions {
  readonly queries: Queries;
  readonly queue: JobQueue;
  readonly auditLog: AuditLog;
  readonly secrets: SecretBox;
  /** Hosts that the operator lets webhooks reach without https and on private addresses. */
  readonly allowedHosts: readonly string[];
  readonly log: { warn(context: object, message: string): void };
}

export interface SetWebhookOptions {
  readonly orgId: string;
  readonly url: string;
  /** The one that is there stays where it is left out. */
  readonly secret?: string | undefined;
  readonly enabled: boolean;
  readonly by: AuditActor;
}

const QUEUE = 'dbt_webhooks';
const jobSchema = z.looseObject({ org_id: z.string(), event: z.string() });

/** Tells each organisation's own address when a workspace begins to fail and when it works again. */
export class Webhooks {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** Begins to deliver. Returns the disposer. */
  async start(): Promise<() => Promise<void>> {
    return await this.#options.queue.work(QUEUE, (payload) => this.#deliver(payload));
  }

  /** Hears of each run that ended; what goes wrong here does not concern the run. */
  async noteEnd(orgId: string, run: DbtRun): Promise<void> {
    const { queries, queue, log } = this.#options;
    try {
      const event = await settleIncident(queries, orgId, run);
      if (event) await queue.send(QUEUE, { ...event, org_id: orgId });
    } catch (error) {
      log.warn({ err: error, run_id: run.id }, 'What a run means for its workspace was not told.');
    }
  }

  async get(orgId: string): Promise<Webhook> {
    const row = await this.#find(orgId);
    return {
      url: row?.url ?? null,
      enabled: row?.enabled ?? false,
      last_attempt_at: row?.last_attempt_at?.toISOString() ?? null,
      last_error: row?.last_error ?? null,
    };
  }

  /** Throws HF_DBT_WEBHOOK_URL and HF_DBT_WEBHOOK_SECRET. The secret is never told again. */
  async set({ orgId, url, secret, enabled, by }: SetWebhookOptions): Promise<Webhook> {
    const { queries, auditLog, secrets, allowedHosts } = this.#options;
    requireWebhookUrl(url, allowedHosts);
    const known = await this.#find(orgId);
    const sealed = secret === undefined ? known?.secret : secrets.seal(placeOf(orgId), secret);
    if (sealed === undefined) throw new PlatformError('HF_DBT_WEBHOOK_SECRET');
    const values = { url, secret: sealed, enabled, updated_by: by.name, updated_at: new Date() };
    await queries
      .insertInto('dbt_webhooks')
      .values({ org_id: orgId, ...values })
      .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ ...values, last_error: null }))
      .execute();
    await auditLog.record({
      ...{ org_id: orgId, actor: by, action: 'dbt_webhook.changed', target_type: 'dbt_webhook' },
      details: { host: new URL(url).host, enabled, new_secret: secret !== undefined },
    });
    return await this.get(orgId);
  }

  /** Rejects what did not arrive, so that the queue tries again. */
  async #deliver(payload: JobPayload): Promise<void> {
    const { queries, secrets, allowedHosts } = this.#options;
    const { org_id, ...event } = jobSchema.parse(payload);
    const row = await this.#find(org_id);
    if (!row?.enabled) return;
    const secret = secrets.open(placeOf(org_id), row.secret);
    const note = async (last_error: string | null) => {
      const last_attempt_at = new Date();
      const values = { last_attempt_at, last_error };
      await queries.updateTable('dbt_webhooks').set(values).where('org_id', '=', org_id).execute();
    };
    if (secret === undefined) return await note('The secret was sealed with another key; set it again.');
    try {
      await sendWebhook({ url: row.url, secret, body: JSON.stringify(event), allowedHosts });
      await note(null);
    } catch (error) {
      await note(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async #find(orgId: string) {
    return await this.#options.queries
      .selectFrom('dbt_webhooks')
      .selectAll()
      .where('org_id', '=', orgId)
      .executeTakeFirst();
  }
}

function placeOf(orgId: string) {
  return { plugin: 'platform', orgId, name: 'dbt_webhook' };
}
