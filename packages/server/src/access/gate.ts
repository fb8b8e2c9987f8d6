import { PlatformError } from '@honeyframe/contract';
import type { FastifyRequest } from 'fastify';
import type { Caller, Gate, Identity, Requirement } from '../http/index.ts';
import { type Access, isAllowed } from './access.ts';
import type { Grants } from './grants.ts';

/** What a plugin's gate asks beside the permission. */
export interface PluginScope {
  readonly slug: string;
  isEnabled(orgId: string): boolean;
  /** In at least one organisation: its public routes are part of none. */
  isEnabledAnywhere(): boolean;
  /** A permission that waits for approval is refused to everybody. */
  isPending(permission: string): boolean;
  /** Hears of a superadmin who gets in without a grant: that goes on record. */
  noteSuperadmin(caller: Caller, permission: string, request: FastifyRequest): void;
}

export interface GateOptions {
  readonly identity: Identity;
  readonly access: Access;
  readonly plugin?: PluginScope;
}

const nobody: Requirement = { access: 'nobody' };

/**
 * The first thing that happens to every request. Answers from memory in one go; only an unknown credential or a caller
 * whose grants are not loaded yet waits for the database.
 */
export function createGate({ identity, access, plugin }: GateOptions): Gate {
  const decide = (
    request: FastifyRequest,
    requirement: Requirement,
    caller: Caller | null,
    grants?: Grants,
  ) => {
    request.caller = caller;
    if (!caller) return new PlatformError('HF_AUTH_REQUIRED');
    return findRefusal({ request, requirement, caller, grants, plugin });
  };

  const decideLater = async (request: FastifyRequest, requirement: Requirement) => {
    const { caller, grants } = await withinLimit(async () => {
      const caller = await identity.resolve(request);
      return { caller, grants: caller ? await access.load(caller) : undefined };
    });
    return decide(request, requirement, caller, grants);
  };

  return (request, done) => {
    if (!identity.isTrustworthy(request)) {
      done(new PlatformError('HF_AUTH_CROSS_SITE', { origin: request.headers.origin ?? 'another site' }));
      return;
    }
    const requirement = request.routeOptions.config?.requirement ?? (request.is404 ? notFound : nobody);
    if (requirement.access === 'public') {
      done(plugin?.isEnabledAnywhere() === false ? disabled(plugin) : undefined);
      return;
    }
    const caller = identity.peek(request);
    const grants = caller && access.peek(caller);
    if (grants) {
      done(decide(request, requirement, caller, grants));
      return;
    }
    decideLater(request, requirement).then(done, done);
  };
}

// A database that says nothing decides nothing: whoever waits for it is refused.
const DECISION_MS = 5_000;

/** Throws HF_DATABASE_UNREACHABLE when the database fails or does not answer; refusals pass through. */
async function withinLimit<T>(ask: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the database did not answer')), DECISION_MS);
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    const reason = 'it did not say who may do this';
    throw new PlatformError('HF_DATABASE_UNREACHABLE', { reason }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

// An address without a route says so only to those who signed in.
const notFound: Requirement = { access: 'signed_in' };

interface Question {
  readonly request: FastifyRequest;
  readonly requirement: Requirement;
  readonly caller: Caller;
  readonly grants: Grants | undefined;
  readonly plugin: PluginScope | undefined;
}

function findRefusal({ request, requirement, caller, grants, plugin }: Question): PlatformError | undefined {
  const { access, target } = requirement;
  if (access === 'signed_in' && !plugin) return undefined;
  if (caller.must_change_password) return new PlatformError('HF_AUTH_PASSWORD_CHANGE_REQUIRED');
  if (access === 'superadmin') return caller.user.is_superadmin ? undefined : denied('superadmin');
  if (!caller.org) return new PlatformError('HF_ORG_REQUIRED');
  if (plugin && !plugin.isEnabled(caller.org.id)) return disabled(plugin);
  if (access === 'member' || access === 'signed_in') return undefined;
  if (access === 'nobody' || !grants) return denied(access);
  if (plugin?.isPending(access))
    return new PlatformError('HF_ACCESS_PERMISSION_PENDING', { permission: access });
  const targetId = target?.(request);
  if (!isAllowed(caller, grants, access, targetId)) return denied(access, targetId);
  if (plugin && !grants.allows(access, targetId)) plugin.noteSuperadmin(caller, access, request);
  return undefined;
}

function disabled({ slug }: PluginScope): PlatformError {
  return new PlatformError('HF_PLUGIN_DISABLED', { plugin: slug });
}

function denied(permission: string, targetId?: string): PlatformError {
  return new PlatformError('HF_ACCESS_DENIED', { permission, target_id: targetId ?? null });
}
