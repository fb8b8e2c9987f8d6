import { PlatformError } from '@honeyframe/contract';
import { authApi, type Session } from '@honeyframe/contract/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import { bindApi, type Call } from '../http/index.ts';
import { readOrigin, setSessionCookie } from './answer-session.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { ResolvedAccount } from './auth-store.ts';
import type { Callers } from './callers.ts';
import { readCredential } from './credential.ts';
import { SESSION_SECONDS, type Sessions } from './sessions.ts';

export interface AuthRoutesOptions {
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly callers: Callers;
  readonly auditLog: AuditLog;
}

/** Binds the routes. @returns how a session is described, for the shell's first request. */
export function bindAuthRoutes(
  app: FastifyInstance,
  options: AuthRoutesOptions,
): { describeSession: (call: Call) => Promise<Session> } {
  const { sessions, apiTokens, callers, auditLog } = options;

  const record = (
    call: Call,
    action: string,
    details: Record<string, unknown> = {},
    org_id = call.caller.org?.id ?? null,
  ) =>
    auditLog.record({
      org_id,
      actor: { id: call.user.id, name: call.user.email },
      action,
      details,
      request_id: call.request.id,
      ip: call.request.ip,
    });

  const describe = async (call: Call) => {
    const account = await requireAccount(callers, call.request);
    return sessions.describe(account, call.caller.org?.id ?? null);
  };

  bindApi(app, authApi, {
    signIn: async ({ body }, { request, reply }) => {
      const { secret, session } = await sessions.signIn(body.email, body.password, readOrigin(request));
      setSessionCookie(request, reply, secret, SESSION_SECONDS);
      return session;
    },
    signOut: async (_, call) => {
      if (call.caller.session_id) await sessions.signOut(call.caller.session_id);
      await record(call, 'user.signed_out');
      setSessionCookie(call.request, call.reply, '', 0);
      return {};
    },
    session: (_, call) => describe(call),
    changePassword: async ({ body }, call) => {
      await sessions.changePassword(call.user.id, call.user.email, {
        ...body,
        keep_session: requireSession(call),
      });
      await record(call, 'user.password_changed');
      return describe(call);
    },
    switchOrg: async ({ body }, call) => {
      await sessions.switchOrg(requireSession(call), call.user.id, body.org_id);
      await record(call, 'user.org_switched', { from: call.caller.org?.slug ?? null }, body.org_id);
      const account = await requireAccount(callers, call.request);
      return sessions.describe(account, body.org_id);
    },
    listTokens: async (_, { user }) => ({ tokens: await apiTokens.list(user.id) }),
    createToken: async ({ body }, call) => {
      requireSession(call);
      const created = await apiTokens.create(call.user.id, body.name, body.expires_in_days);
      await record(call, 'token.created', { name: body.name });
      return created;
    },
    deleteToken: async ({ params }, call) => {
      await apiTokens.remove(call.user.id, params.id);
      await record(call, 'token.revoked', { token_id: params.id });
      return {};
    },
  });
  return { describeSession: describe };
}

/** A stolen token must not be able to make itself permanent. */
function requireSession(call: Call): string {
  if (!call.caller.session_id) throw new PlatformError('HF_AUTH_TOKEN_FORBIDDEN');
  return call.caller.session_id;
}

async function requireAccount(callers: Callers, request: FastifyRequest): Promise<ResolvedAccount> {
  const credential = readCredential(request.headers);
  const account = credential && (await callers.account(credential));
  if (!account) throw new PlatformError('HF_AUTH_REQUIRED');
  return account;
}
