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

export interface AuditQuery {
  readonly org_id: string;
  readonly action?: string | undefined;
  readonly plugin?: string | undefined;
  readonly target_type?: string | undefined;
  readonly target_id?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly plugin: string | null;
  readonly target_type: string | null;
  readonly target_id: string | null;
  readonly details: Record<string, unknown>;
}

/** The record of who did what. Append-only: the runtime role cannot change or delete rows. */
export interface AuditLog {
  /** Resolves when the event is stored; `within` a transaction, as a part of it. */
  record(event: AuditWrite, within?: Queries): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<{ rows: AuditRow[]; total: number }>;
}

/** The platform as an actor: set-up, schedules, the command line before anybody signed in. */
export const platformActor: AuditActor = { id: null, name: 'Honeyframe' };
