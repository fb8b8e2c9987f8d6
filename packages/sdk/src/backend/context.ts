import type { FastifyBaseLogger } from 'fastify';
import type { PluginDatabase } from './database.ts';
import type { Settings } from './settings.ts';
import type { Warehouse } from './warehouse.ts';

export interface ContextUser {
  readonly id: string;
  readonly email: string;
  readonly display_name: string;
  readonly is_superadmin: boolean;
}

export interface ContextOrg {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** An event for the audit log; actor, organisation, plugin and time are added by the platform. */
export interface AuditEntry {
  /** `<object>.<verb in the past>`, for example `patient.opened`. */
  readonly action: string;
  readonly target_type?: string;
  readonly target_id?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An entry of the log as the plugin reads it back; only events of this plugin and organisation. */
export interface AuditRecord extends AuditEntry {
  readonly at: string;
  readonly actor: string;
}

/** What the platform gives a router with each request, as `request.ctx`. Only in routes that require a sign-in. */
export interface RequestContext {
  readonly user: ContextUser;
  readonly org: ContextOrg;
  readonly log: FastifyBaseLogger;
  readonly warehouse: Warehouse;
  readonly db: PluginDatabase;
  /**
   * What an administrator set for the plugin in this organisation, with defaults; frozen, the same for the whole request.
   * `defineSettings` types it.
   */
  readonly settings: Settings;
  /** Resolves when the event is stored: await it before answering what must not go unrecorded. */
  audit(entry: AuditEntry): Promise<void>;
  /** The plugin's own events about one object, newest first; at most `limit` (default 100). */
  auditTrail(target: { target_type: string; target_id: string; limit?: number }): Promise<AuditRecord[]>;
  /** Whether the caller holds a permission here, for one object or organisation-wide. */
  can(permission: string, target_id?: string): boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    readonly ctx: RequestContext;
  }
  interface FastifyContextConfig {
    /** A declared permission, `authenticated`, or `public` (only routes listed in `public_routes`). */
    permission?: string;
    /** Where the id of the object stands that the permission is checked for: `params.<name>` or `query.<name>`. */
    target?: `params.${string}` | `query.${string}`;
  }
}
