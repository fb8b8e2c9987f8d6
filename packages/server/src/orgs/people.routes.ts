import { PlatformError } from '@honeyframe/contract';
import { type Member, peopleApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import {
  type Callers,
  type ResolvedAccount,
  readCredential,
  readOrigin,
  SESSION_SECONDS,
  type Sessions,
  setSessionCookie,
} from '../auth/index.ts';
import { bindApi, type Call } from '../http/index.ts';
import type { InvitationAcceptance } from './invitation-acceptance.ts';
import { findBaseAddress } from './invitation-link.ts';
import type { InvitationRow } from './invitation-store.ts';
import type { Invitations, Inviter } from './invitations.ts';
import type { OwnInvitations } from './own-invitations.ts';
import type { Users } from './users.ts';

export interface PeopleRoutesOptions {
  readonly users: Users;
  readonly invitations: Invitations;
  readonly invitationAcceptance: InvitationAcceptance;
  readonly ownInvitations: OwnInvitations;
  readonly sessions: Sessions;
  readonly callers: Callers;
  readonly auditLog: AuditLog;
  readonly publicUrl: string | undefined;
}

export function bindPeopleRoutes(app: FastifyInstance, options: PeopleRoutesOptions): void {
  const { users, invitations, invitationAcceptance, ownInvitations } = options;
  const { sessions, callers, auditLog, publicUrl } = options;
  const recordUser = createRecorder(auditLog, 'user');
  const recordInvitation = createRecorder(auditLog, 'invitation');

  const inviter = ({ user, request }: Call): Inviter => ({
    id: user.id,
    name: user.display_name || user.email,
    base: findBaseAddress(request, publicUrl),
  });

  const readSession = async ({ request }: Call) => {
    const credential = readCredential(request.headers);
    return credential?.kind === 'session' ? callers.account(credential) : undefined;
  };

  const recordAnswer = (action: string, { invitation, account, isNew }: Answered, { request }: Call) =>
    auditLog.record({
      org_id: invitation.org_id,
      actor: { id: account.id, name: account.email },
      action,
      target_type: 'invitation',
      target_id: invitation.id,
      details: { email: invitation.email, seat: invitation.seat, new_account: isNew },
      request_id: request.id,
      ip: request.ip,
    });

  const goOnIn = async (signedIn: ResolvedAccount, orgId: string, call: Call) => {
    if (signedIn.session_id) await sessions.switchOrg(signedIn.session_id, signedIn.account.id, orgId);
    return sessions.describe((await readSession(call)) ?? signedIn, orgId);
  };

  bindApi(app, peopleApi, {
    listUsers: async (_, { org }) => {
      const members = await users.list(org.id);
      return { users: members, seats: countSeats(members) };
    },
    getUser: ({ params }, { org }) => users.get(org.id, params.id),
    createUser: async ({ body }, call) => {
      const created = await users.create(call.org.id, body);
      await recordUser(call, 'user.created', created.user.id, { email: body.email });
      return created;
    },
    updateUser: async ({ params, body }, call) => {
      const member = await users.rename(call.org.id, params.id, body.display_name, call.user);
      await recordUser(call, 'user.renamed', params.id, { email: member.email, ...body });
      return member;
    },
    setSeat: async ({ params, body }, call) => {
      const before = await users.get(call.org.id, params.id);
      const member = await users.setSeat(call.org.id, params.id, body.seat);
      const details = { email: member.email, from: before.seat, to: member.seat };
      await recordUser(call, 'user.seat_changed', params.id, details);
      return member;
    },
    removeUser: async ({ params }, call) => {
      const { email } = await users.remove(call.org.id, params.id);
      await recordUser(call, 'user.removed', params.id, { email });
      return {};
    },
    leaveOrg: async (_, call) => {
      if (!call.caller.session_id) throw new PlatformError('HF_AUTH_TOKEN_FORBIDDEN');
      const { email } = await users.remove(call.org.id, call.user.id);
      await recordUser(call, 'user.left', call.user.id, { email });
      return {};
    },
    deactivateUser: async ({ params }, call) => {
      const member = await users.deactivate(call.org.id, params.id, call.user);
      await recordUser(call, 'user.deactivated', params.id, { email: member.email });
      return member;
    },
    activateUser: async ({ params }, call) => {
      const member = await users.activate(call.org.id, params.id, call.user);
      await recordUser(call, 'user.activated', params.id, { email: member.email });
      return member;
    },
    resetPassword: async ({ params }, call) => {
      const generated_password = await users.resetPassword(call.org.id, params.id, call.user);
      await recordUser(call, 'user.password_reset', params.id);
      return { generated_password };
    },
    listInvitations: async (_, { org }) => ({
      invitations: await invitations.list(org.id),
      mail: invitations.sendsMail ? ('on' as const) : ('off' as const),
    }),
    invite: async ({ body }, call) => {
      const made = await invitations.invite(call.org, body, inviter(call));
      const { id, email, seat, groups } = made.invitation;
      const details = { email, seat, groups: groups.map(({ name }) => name), mail: made.mail.state };
      await recordInvitation(call, 'invitation.created', id, details);
      return made;
    },
    resendInvitation: async ({ params }, call) => {
      const made = await invitations.resend(call.org, params.id, inviter(call));
      const details = { email: made.invitation.email, mail: made.mail.state };
      await recordInvitation(call, 'invitation.resent', params.id, details);
      return made;
    },
    revokeInvitation: async ({ params }, call) => {
      const { email } = await invitations.revoke(call.org.id, params.id);
      await recordInvitation(call, 'invitation.revoked', params.id, { email });
      return {};
    },
    listOwnInvitations: async (_, { user }) => ({ invitations: await ownInvitations.list(user.email) }),
    acceptOwnInvitation: async ({ params }, call) => {
      const signedIn = requirePerson(call, await readSession(call));
      const accepted = await ownInvitations.accept(signedIn.account.email, params.id);
      await recordAnswer('invitation.accepted', accepted, call);
      return goOnIn(signedIn, accepted.invitation.org_id, call);
    },
    declineOwnInvitation: async ({ params }, call) => {
      const { account } = requirePerson(call, await readSession(call));
      const invitation = await ownInvitations.decline(account.email, params.id);
      await recordAnswer('invitation.declined', { invitation, account, isNew: false }, call);
      return {};
    },
    readInvitation: async ({ body }, call) => {
      const found = await invitationAcceptance.read(body.token, call.request.ip);
      return {
        org: found.org_name,
        email: found.email,
        invited_by: found.invited_by,
        expires_at: found.expires_at.toISOString(),
        has_account: found.has_account,
        signed_in_as: (await readSession(call))?.account.email ?? null,
      };
    },
    acceptInvitation: async ({ body }, call) => {
      const { request, reply } = call;
      const { token, display_name, password } = body;
      const signedIn = await readSession(call);
      const origin = readOrigin(request);
      const accepted = await invitationAcceptance.accept({ token, display_name, password, signedIn }, origin);
      await recordAnswer('invitation.accepted', accepted, call);
      const { account, invitation } = accepted;
      if (signedIn?.session_id && signedIn.account.id === account.id)
        return goOnIn(signedIn, invitation.org_id, call);
      const { secret, session } = await sessions.open(account, origin, invitation.org_id);
      setSessionCookie(request, reply, secret, SESSION_SECONDS);
      return session;
    },
  });
}

interface Answered {
  readonly invitation: InvitationRow;
  readonly account: { readonly id: string; readonly email: string };
  /** Made just now. */
  readonly isNew: boolean;
}

/** Joining is for the person alone: not for a script, nor for whoever handed out a password that is to be replaced. */
function requirePerson({ caller }: Call, signedIn: ResolvedAccount | undefined): ResolvedAccount {
  if (!signedIn?.session_id) throw new PlatformError('HF_AUTH_TOKEN_FORBIDDEN');
  if (caller.must_change_password) throw new PlatformError('HF_AUTH_PASSWORD_CHANGE_REQUIRED');
  return signedIn;
}

function countSeats(members: readonly Member[]) {
  const seats = { admin: 0, designer: 0, analyst: 0, viewer: 0, none: 0 };
  for (const { active, seat } of members) if (active) seats[seat ?? 'none'] += 1;
  return seats;
}

/** Writes down what the caller did to an account or an invitation. */
function createRecorder(auditLog: AuditLog, target_type: 'user' | 'invitation') {
  return ({ org, user, request }: Call, action: string, target_id: string, details = {}) =>
    auditLog.record({
      action,
      target_type,
      target_id,
      details,
      org_id: org.id,
      actor: { id: user.id, name: user.email },
      request_id: request.id,
      ip: request.ip,
    });
}
