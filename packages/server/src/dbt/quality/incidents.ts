import type { Incident, IncidentKind, WebhookMessage } from '@honeyframe/contract/api';
import type { Selectable } from 'kysely';
import type { Database, Queries, Tables } from '../../database/index.ts';

/** What an incident is about; there is one open of each at most. */
export interface IncidentSubject {
  readonly orgId: string;
  readonly workspace: string;
  readonly kind: IncidentKind;
  /** Tells several of one workspace and kind apart; empty where there is one. */
  readonly subject: string;
}

export interface OpenIncidentOptions extends IncidentSubject {
  readonly message: string;
  readonly run_id?: string;
}

/** Sends a message in the transaction of what it tells. False where nobody wants to hear it. */
export type Tell = (transaction: Queries, orgId: string, message: WebhookMessage) => Promise<boolean>;

/** How an incident ended. */
export interface IncidentEnd {
  readonly message: string;
  /** The run that ended it. */
  readonly run_id?: string;
}

export interface IncidentsOptions {
  readonly database: Pick<Database, 'queries' | 'ownerQueries'>;
  readonly tell: Tell;
}

/** How long what is over is still shown. */
const SHOWN_DAYS = 7;
const MOST_SHOWN = 200;

/**
 * What goes wrong is one row from its begin to its end, on any number of nodes: whoever writes it also queues the
 * message, in one transaction. So nobody is told twice, and nothing is forgotten by a platform that is killed.
 */
export class Incidents {
  readonly #options: IncidentsOptions;

  constructor(options: IncidentsOptions) {
    this.#options = options;
  }

  /** Nothing while it goes on already. @returns whether it was opened now. */
  async open({ orgId, workspace, kind, subject, ...what }: OpenIncidentOptions): Promise<boolean> {
    return await this.#options.database.ownerQueries.transaction().execute(async (transaction) => {
      const opened = await transaction
        .insertInto('dbt_incidents')
        .values({ org_id: orgId, workspace, kind, subject, ...what })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!opened) return false;
      const isTold = await this.#options.tell(transaction, orgId, toMessage(kind, opened, what.message));
      if (!isTold) await markUntold(transaction, opened.id);
      return true;
    });
  }

  /** Nothing where none is open. Told to whoever heard that it began. @returns whether one was closed now. */
  async close({ orgId, workspace, kind, subject }: IncidentSubject, end: IncidentEnd): Promise<boolean> {
    return await this.#options.database.ownerQueries.transaction().execute(async (transaction) => {
      const closed = await transaction
        .updateTable('dbt_incidents')
        .set({ closed_at: new Date() })
        .where('org_id', '=', orgId)
        .where('workspace', '=', workspace)
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('closed_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (closed?.is_told) {
        const ended = { ...closed, run_id: end.run_id ?? null };
        await this.#options.tell(transaction, orgId, toMessage('recovery', ended, end.message));
      }
      return closed !== undefined;
    });
  }

  /** Those of one kind that go on, in every organisation. */
  async listOpen(kind: IncidentKind): Promise<IncidentSubject[]> {
    const rows = await this.#options.database.queries
      .selectFrom('dbt_incidents')
      .select(['org_id as orgId', 'workspace', 'subject'])
      .where('kind', '=', kind)
      .where('closed_at', 'is', null)
      .execute();
    return rows.map((row) => ({ ...row, kind }));
  }

  /** Those of one organisation that go on, and after them those that ended of late; newest first. */
  async list(orgId: string): Promise<Incident[]> {
    const recently = new Date(Date.now() - SHOWN_DAYS * 86_400_000);
    const rows = await this.#options.database.queries
      .selectFrom('dbt_incidents')
      .selectAll()
      .where('org_id', '=', orgId)
      .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>', recently)]))
      .orderBy((eb) => eb('closed_at', 'is not', null))
      .orderBy('opened_at', 'desc')
      .limit(MOST_SHOWN)
      .execute();
    return rows.map(toIncident);
  }
}

async function markUntold(transaction: Queries, id: string): Promise<void> {
  await transaction.updateTable('dbt_incidents').set({ is_told: false }).where('id', '=', id).execute();
}

type IncidentRow = Selectable<Tables['dbt_incidents']>;

function toMessage(event: WebhookMessage['event'], row: IncidentRow, message: string): WebhookMessage {
  const { id: incident_id, kind, workspace, run_id } = row;
  const at = (row.closed_at ?? row.opened_at).toISOString();
  return { event, kind, incident_id, workspace, run_id, message, at };
}

function toIncident({ id, kind, workspace, message, run_id, opened_at, closed_at }: IncidentRow): Incident {
  return {
    ...{ id, kind, workspace, message, run_id },
    opened_at: opened_at.toISOString(),
    closed_at: closed_at?.toISOString() ?? null,
  };
}
