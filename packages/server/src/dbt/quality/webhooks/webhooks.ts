import { PlatformError } from '@honeyframe/contract';
import type { Webhook } from '@honeyframe/contract/api';
import type { AuditActor, AuditLog } from '../../../audit/index.ts';
import type { Queries } from '../../../database/index.ts';
import type { SecretBox } from '../../../settings/index.ts';
import { requireWebhookUrl } from './send-webhook.ts';

export interface WebhooksOptions {
  readonly queries: Queries;
  readonly auditLog: AuditLog;
  readonly secrets: SecretBox;
  /** Hosts that the operator lets webhooks reach without https and on private addresses. */
  readonly allowedHosts: readonly string[];
}

export interface SetWebhookOptions {
  readonly orgId: string;
  readonly url: string;
  /** The one that is there stays where it is left out. */
  readonly secret?: string | undefined;
  readonly enabled: boolean;
  readonly by: AuditActor;
}

/** Each organisation's own address, which hears of data that goes wrong. */
export class Webhooks {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
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

  /** Where to send, and what signs it. Throws HF_DBT_WEBHOOK_UNSET, and an Error where the secret cannot be read. */
  async open(orgId: string): Promise<{ url: string; secret: string }> {
    const row = await this.#find(orgId);
    if (!row) throw new PlatformError('HF_DBT_WEBHOOK_UNSET');
    const secret = this.#options.secrets.open(placeOf(orgId), row.secret);
    if (secret === undefined) throw new Error('The secret was sealed with another key; set it again.');
    return { url: row.url, secret };
  }

  async noteAttempt(orgId: string, last_error: string | null): Promise<void> {
    const values = { last_attempt_at: new Date(), last_error };
    await this.#options.queries.updateTable('dbt_webhooks').set(values).where('org_id', '=', orgId).execute();
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
