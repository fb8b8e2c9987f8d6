import { PlatformError } from '@honeyframe/contract';
import type { Invitation, MadeInvitation, MailResult, Org, SeatRole } from '@honeyframe/contract/api';
import type { FastifyBaseLogger } from 'fastify';
import { createInvitationSecret, findAccountByEmail, hashSecret } from '../auth/index.ts';
import type { Queries } from '../database/index.ts';
import type { Mailer } from '../mail/index.ts';
import { renderInvitationLink } from './invitation-link.ts';
import { writeInvitationMail } from './invitation-mail.ts';
import {
  findOpenInvitations,
  insertInvitation,
  markMailed,
  markRevoked,
  replaceToken,
  revokeExpired,
} from './invitation-store.ts';
import { requireOwnGroups } from './membership.ts';
import { findMembers } from './user-store.ts';

export interface InvitationRequest {
  readonly email: string;
  readonly seat: SeatRole;
  readonly group_ids: readonly string[];
  readonly expires_in_days: number;
}

/** Who invites, and the address that the link begins with. */
export interface Inviter {
  readonly id: string;
  readonly name: string;
  readonly base: string;
}

/** Invitations of an organisation that nobody accepted yet. Throws HF_CORE_NOT_FOUND for those of other ones. */
export interface Invitations {
  readonly sendsMail: boolean;
  list(orgId: string): Promise<Invitation[]>;
  /** Throws HF_CORE_CONFLICT for somebody who belongs to it, HF_INVITATION_PENDING for somebody invited. */
  invite(org: Org, request: InvitationRequest, by: Inviter): Promise<MadeInvitation>;
  /** With a new token; the old one stops to work. */
  resend(org: Org, id: string, by: Inviter): Promise<MadeInvitation>;
  revoke(orgId: string, id: string): Promise<Invitation>;
}

export interface InvitationsOptions {
  readonly queries: Queries;
  readonly mailer: Mailer;
  readonly log: FastifyBaseLogger;
}

export function createInvitations({ queries, mailer, log }: InvitationsOptions): Invitations {
  const get = async (orgId: string, id: string): Promise<Invitation> => {
    const [invitation] = await findOpenInvitations(queries, orgId, id);
    if (!invitation) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `invitation ${id}` });
    return invitation;
  };

  const mail = async (org: Org, { id, email, expires_at }: Invitation, link: string, by: Inviter) => {
    if (!mailer.enabled) return { state: 'off', reason: null } satisfies MailResult;
    try {
      await mailer.send(writeInvitationMail({ email, org: org.name, invited_by: by.name, link, expires_at }));
      await markMailed(queries, id);
      return { state: 'sent', reason: null } satisfies MailResult;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      log.warn({ code: error.code, invitation: id }, error.message);
      return { state: 'failed', reason: String(error.context.reason) } satisfies MailResult;
    }
  };

  // After the transaction: a mail cannot be taken back, and one that fails must not take the invitation with it.
  const handOver = async (org: Org, id: string, token: string, by: Inviter): Promise<MadeInvitation> => {
    const link = renderInvitationLink(by.base, token);
    const result = await mail(org, await get(org.id, id), link, by);
    return { invitation: await get(org.id, id), link, mail: result };
  };

  return {
    sendsMail: mailer.enabled,
    list: (orgId) => findOpenInvitations(queries, orgId),
    invite: async (org, request, by) => {
      const token = createInvitationSecret();
      const id = await queries
        .transaction()
        .execute((trx) => insertFor(trx, org.id, { ...request, created_by: by.id, token }));
      return handOver(org, id, token, by);
    },
    resend: async (org, id, by) => {
      const { email } = await get(org.id, id);
      await requireStranger(queries, org.id, email);
      const token = createInvitationSecret();
      const replaced = await replaceToken(queries, { orgId: org.id, id }, hashSecret(token));
      if (!replaced) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `invitation ${id}` });
      return handOver(org, id, token, by);
    },
    revoke: async (orgId, id) => {
      const invitation = await get(orgId, id);
      const revoked = await markRevoked(queries, { orgId, id });
      if (!revoked) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `invitation ${id}` });
      return invitation;
    },
  };
}

async function insertFor(
  trx: Queries,
  orgId: string,
  request: InvitationRequest & { readonly created_by: string; readonly token: string },
): Promise<string> {
  const { email, seat, group_ids, created_by } = request;
  await requireStranger(trx, orgId, email);
  await requireOwnGroups(trx, orgId, group_ids);
  await revokeExpired(trx, orgId, email);
  const id = await insertInvitation(trx, {
    org_id: orgId,
    email: email.trim(),
    seat,
    group_ids,
    token_hash: hashSecret(request.token),
    lifetime_days: request.expires_in_days,
    created_by,
  });
  if (!id) throw new PlatformError('HF_INVITATION_PENDING', { email });
  return id;
}

/** Somebody who belongs to the organisation is not invited to it. */
async function requireStranger(queries: Queries, orgId: string, email: string): Promise<void> {
  const account = await findAccountByEmail(queries, email);
  if (!account) return;
  const [member] = await findMembers(queries, orgId, account.id);
  if (member) throw new PlatformError('HF_CORE_CONFLICT', { what: `'${email}' in this organisation` });
}
