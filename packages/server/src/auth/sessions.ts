import { PlatformError } from '@honeyframe/contract';
import type { Session } from '@honeyframe/contract/api';
import type { AuditLog } from '../audit/index.ts';
import type { Queries } from '../database/index.ts';
import type { AccessChanges } from './access-changes.ts';
import {
  type AccountRow,
  deleteOtherSessions,
  deleteSession,
  findAccountByEmail,
  findOrgs,
  insertSession,
  type ResolvedAccount,
  setPassword,
} from './auth-store.ts';
import type { Callers } from './callers.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords.ts';
import { createSessionSecret, hashSecret } from './secrets.ts';
import { createSignInLimit } from './sign-in-limit.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

export const SESSION_SECONDS = 14 * 24 * 3600;

/** Where a request came from, for the audit log and the list of sessions. */
export interface Origin {
  readonly ip: string;
  readonly user_agent: string | null;
  readonly request_id: string;
}

export interface SessionsOptions {
  readonly queries: Queries;
  readonly callers: Callers;
  readonly changes: AccessChanges;
  readonly auditLog: AuditLog;
  /** Called after each successful sign-in; the first one removes the file with the generated password. */
  readonly onSignIn: (userId: string) => Promise<void>;
}

/** A session that has just begun; the secret goes into the cookie and is kept nowhere. */
export interface OpenedSession {
  readonly secret: string;
  readonly session: Session;
}

/** Sign-in, sign-out and what a session says of itself. */
export interface Sessions {
  /** Throws HF_AUTH_INVALID_CREDENTIALS or HF_AUTH_TOO_MANY_ATTEMPTS. */
  signIn(email: string, password: string, origin: Origin): Promise<OpenedSession>;
  /** Whose password this is, with the same limits; begins no session. */
  authenticate(email: string, password: string, origin: Origin): Promise<AccountRow>;
  /** Begins a session of an account that proved who it is, in `orgId` or in its first organisation. */
  open(account: AccountRow, origin: Origin, orgId?: string): Promise<OpenedSession>;
  signOut(sessionId: string): Promise<void>;
  switchOrg(sessionId: string, userId: string, orgId: string): Promise<void>;
  changePassword(userId: string, email: string, change: PasswordChange): Promise<void>;
  describe(account: ResolvedAccount, orgId: string | null): Session;
}

export interface PasswordChange {
  readonly current_password: string;
  readonly new_password: string;
  readonly keep_session: string | null;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { queries, changes, auditLog } = options;
  const limit = createSignInLimit();
  // Hashed once, so that an unknown address costs as long as a known one.
  const decoy = hashPassword(createSessionSecret());

  /** Organisations hear of their own members' attempts; those of strangers are the platform's. */
  const recordRefusal = async (account: AccountRow | undefined, email: string, origin: Origin) => {
    // Asked for an unknown address too, which would otherwise be answered sooner.
    const orgs = await findOrgs(queries, account?.id ?? NOBODY);
    for (const org_id of orgs.length > 0 ? orgs.map(({ id }) => id) : [null]) {
      await auditLog.record({
        org_id,
        actor: { id: account?.id ?? null, name: account?.email ?? email },
        action: 'user.sign_in_refused',
        request_id: origin.request_id,
        ip: origin.ip,
      });
    }
  };

  const authenticate = async (email: string, password: string, origin: Origin) => {
    await limit.check(origin.ip, email);
    const account = await findAccountByEmail(queries, email);
    const matches = await verifyPassword(account?.password_hash ?? (await decoy), password);
    if (account?.active && matches) {
      await limit.succeeded(origin.ip, email);
      return account;
    }
    await limit.failed(origin.ip, email);
    await recordRefusal(account, email, origin);
    throw new PlatformError('HF_AUTH_INVALID_CREDENTIALS');
  };

  const open: Sessions['open'] = async (account, origin, orgId) => {
    const orgs = await findOrgs(queries, account.id);
    const secret = createSessionSecret();
    const org_id = orgId ?? orgs[0]?.id ?? null;
    const expires_at = new Date(Date.now() + SESSION_SECONDS * 1000);
    const { ip, user_agent } = origin;
    const session_id = await insertSession(queries, {
      user_id: account.id,
      org_id,
      token_hash: hashSecret(secret),
      expires_at,
      ip,
      user_agent,
    });
    await queries
      .updateTable('users')
      .set({ last_sign_in_at: new Date() })
      .where('id', '=', account.id)
      .execute();
    await auditLog.record({
      org_id,
      actor: { id: account.id, name: account.email },
      action: 'user.signed_in',
      request_id: origin.request_id,
      ip,
    });
    await options.onSignIn(account.id);
    return { secret, session: describeSession({ account, orgs, session_id, org_id, expires_at }, org_id) };
  };

  return {
    authenticate,
    open,
    signIn: async (email, password, origin) => open(await authenticate(email, password, origin), origin),
    signOut: async (sessionId) => {
      await deleteSession(queries, sessionId);
      changes.announce();
    },
    switchOrg: async (sessionId, userId, orgId) => {
      const orgs = await findOrgs(queries, userId);
      if (!orgs.some((org) => org.id === orgId)) throw new PlatformError('HF_ORG_NOT_FOUND', { org: orgId });
      await queries.updateTable('sessions').set({ org_id: orgId }).where('id', '=', sessionId).execute();
      changes.announce();
    },
    changePassword: async (userId, email, change) => {
      const account = await findAccountByEmail(queries, email);
      const matches = account && (await verifyPassword(account.password_hash, change.current_password));
      if (!matches) throw new PlatformError('HF_AUTH_INVALID_CREDENTIALS');
      requireStrongPassword(change.new_password, change.current_password);
      const password_hash = await hashPassword(change.new_password);
      await queries.transaction().execute(async (trx) => {
        await setPassword(trx, userId, { password_hash, must_change_password: false });
        await deleteOtherSessions(trx, userId, change.keep_session);
      });
      changes.announce();
    },
    describe: describeSession,
  };
}

function describeSession(resolved: ResolvedAccount, orgId: string | null): Session {
  const { must_change_password, id, email, display_name, is_superadmin } = resolved.account;
  const wanted = orgId ?? resolved.org_id ?? resolved.orgs[0]?.id;
  return {
    user: { id, email, display_name, is_superadmin },
    org: resolved.orgs.find((org) => org.id === wanted) ?? null,
    orgs: [...resolved.orgs],
    must_change_password,
    // A token without an end: the browser never sees one, so a year ahead is as good as any.
    expires_at: (resolved.expires_at ?? new Date(Date.now() + 365 * 86_400_000)).toISOString(),
  };
}
