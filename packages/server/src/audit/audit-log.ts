import type { AuditEvent, AuditFilters } from '@honeyframe/contract/api';
import type { Queries } from '../database/index.ts';

/** Who did something: a user, or the platform itself. */
export interface AuditActor {
  readonly id: string | null;
  readonly name: string;
}

export interface AuditWrite {
  readonly org_id: string | null;
  readonly actor: AuditActor;
  /** `<object>.<verb in the past>`, for example `user.signed_in`. */
  readonly action: string;
  readonly plugin?: string;
  readonly target_type?: string;
  readonly target_id?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly request_id?: string;
  readonly ip?: string;
}

/** Which events, of one organisation or of none. */
export interface AuditQuery extends Readonly<Partial<Omit<AuditFilters, 'scope'>>> {
  /** Null: events that belong to no organisation. */
  readonly org_id: string | null;
}

export interface AuditPageQuery extends AuditQuery {
  readonly limit: number;
  /** Of the page before; the newest events where it is left out. */
  readonly cursor?: string | undefined;
}

export interface AuditPage {
  readonly rows: AuditEvent[];
  readonly next_cursor: string | null;
}

/** What occurs in the log, for filters. */
export interface AuditFacets {
  readonly actors: string[];
  readonly actions: string[];
  readonly plugins: string[];
  readonly target_types: string[];
}

/** The record of who did what. Append-only: the runtime role cannot change or delete rows. */
export interface AuditLog {
  /** Resolves when the event is stored; `within` a transaction, as a part of it. */
  record(event: AuditWrite, within?: Queries): Promise<void>;
  /** Several at once. */
  recordAll(events: readonly AuditWrite[], within?: Queries): Promise<void>;
  /** Newest first; events that arrive meanwhile move nothing on the next page. */
  list(query: AuditPageQuery): Promise<AuditPage>;
  find(orgId: string | null, id: string): Promise<AuditEvent | undefined>;
  facets(orgId: string | null): Promise<AuditFacets>;
}

/** The platform as an actor: set-up, schedules, the command line before anybody signed in. */
export const platformActor: AuditActor = { id: null, name: 'Honeyframe' };
