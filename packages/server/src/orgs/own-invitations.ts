import { PlatformError } from '@honeyframe/contract';
import type { OwnInvitation } from '@honeyframe/contract/api';
import type { AccessChanges } from '../auth/index.ts';
import type { Queries } from '../database/index.ts';
import { type AcceptedInvitation, join, requireOpen } from './invitation-acceptance.ts';
import { findInvitation, findOwnInvitations, type InvitationRow, markRevoked } from './invitation-store.ts';
import { isVouchedFor } from './user-store.ts';

/**
 * The side of whoever is signed in: the account's address stands for the link, where a superadmin has made the account. One
 * that was made by a link shows only that somebody had that link, as its inviter has: no list, and
 * HF_INVITATION_LINK_NEEDED. Throws HF_CORE_NOT_FOUND for an invitation of somebody else, and HF_INVITATION_… by what became
 * of one's own.
 */
export interface OwnInvitations {
  list(email: string): Promise<OwnInvitation[]>;
  accept(email: string, id: string): Promise<AcceptedInvitation>;
  decline(email: string, id: string): Promise<InvitationRow>;
}

export function createOwnInvitations(queries: Queries, changes: AccessChanges): OwnInvitations {
  const requireOwn = async (email: string, id: string): Promise<InvitationRow> => {
    if (!(await isVouchedFor(queries, email)))
      throw new PlatformError('HF_INVITATION_LINK_NEEDED', { email });
    const invitation = await findInvitation(queries, { id, email });
    if (!invitation) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `invitation ${id}` });
    return requireOpen(invitation);
  };
  return {
    list: async (email) => ((await isVouchedFor(queries, email)) ? findOwnInvitations(queries, email) : []),
    accept: async (email, id) => {
      await requireOwn(email, id);
      const accepted = await queries.transaction().execute((trx) => join(trx, { id, email }));
      changes.announce();
      return accepted;
    },
    decline: async (email, id) => {
      const invitation = await requireOwn(email, id);
      // For the organisation it is as good as revoked; the audit log says who did it.
      if (await markRevoked(queries, { orgId: invitation.org_id, id })) return invitation;
      throw new PlatformError('HF_CORE_NOT_FOUND', { what: `invitation ${id}` });
    },
  };
}
