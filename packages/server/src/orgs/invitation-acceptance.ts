import { PlatformError } from '@honeyframe/contract';
import {
  type AccessChanges,
  createSignInLimit,
  findAccountByEmail,
  hashPassword,
  hashSecret,
  type Origin,
  type ResolvedAccount,
  requireStrongPassword,
  type Sessions,
} from '../auth/index.ts';
import type { Queries } from '../database/index.ts';
import { findInvitation, type InvitationKey, type InvitationRow, markAccepted } from './invitation-store.ts';
import { addToGroups, joinOrg, takeSeat } from './membership.ts';
import { insertAccount } from './user-store.ts';

export interface Acceptance {
  readonly token: string;
  readonly display_name: string | undefined;
  readonly password: string | undefined;
  /** Whose session the browser has, if any. */
  readonly signedIn: ResolvedAccount | undefined;
}

type Account = NonNullable<Awaited<ReturnType<typeof findAccountByEmail>>>;

export interface AcceptedInvitation {
  readonly invitation: InvitationRow;
  readonly account: Account;
  /** Made just now. */
  readonly isNew: boolean;
}

/** The side of whoever has the link. Throws HF_INVITATION_… by what became of it, HF_AUTH_TOO_MANY_ATTEMPTS for guesses. */
export interface InvitationAcceptance {
  read(token: string, ip: string): Promise<InvitationRow & { readonly has_account: boolean }>;
  /** Joins the organisation as the account that the address has, or as a new one. Begins no session. */
  accept(acceptance: Acceptance, origin: Origin): Promise<AcceptedInvitation>;
}

export interface InvitationAcceptanceOptions {
  readonly queries: Queries;
  readonly changes: AccessChanges;
  readonly sessions: Sessions;
}

export function createInvitationAcceptance(options: InvitationAcceptanceOptions): InvitationAcceptance {
  const { queries, changes, sessions } = options;
  // A token cannot be guessed; who tries all the same is slowed down as at sign-in.
  const limit = createSignInLimit();

  const findOpen = async (token: string, ip: string): Promise<InvitationRow> => {
    await limit.check(ip, token);
    const invitation = await findInvitation(queries, { token_hash: hashSecret(token) });
    if (!invitation) await limit.failed(ip, token);
    return requireOpen(invitation);
  };

  /** Whose account joins; undefined: a new one. */
  const identify = async (
    { email }: InvitationRow,
    { password, signedIn }: Acceptance,
    origin: Origin,
  ): Promise<Account | undefined> => {
    const account = await findAccountByEmail(queries, email);
    if (!account) return undefined;
    if (signedIn?.account.id === account.id) return account;
    if (password !== undefined) {
      await sessions.authenticate(email, password, origin);
      return account;
    }
    if (!signedIn) throw new PlatformError('HF_INVITATION_SIGN_IN_REQUIRED', { email });
    const signed_in_as = signedIn.account.email;
    throw new PlatformError('HF_INVITATION_OTHER_ACCOUNT', { email, signed_in_as });
  };

  return {
    read: async (token, ip) => {
      const invitation = await findOpen(token, ip);
      const account = await findAccountByEmail(queries, invitation.email);
      return { ...invitation, has_account: account !== undefined };
    },
    accept: async (acceptance, origin) => {
      const invitation = await findOpen(acceptance.token, origin.ip);
      const known = await identify(invitation, acceptance, origin);
      const password_hash = known ? undefined : await hashNewPassword(acceptance.password);
      const key = { token_hash: hashSecret(acceptance.token) };
      const newcomer = password_hash && { password_hash, display_name: acceptance.display_name ?? '' };
      const accepted = await queries.transaction().execute((trx) => join(trx, key, newcomer || undefined));
      changes.announce();
      return accepted;
    },
  };
}

export function requireOpen(invitation: InvitationRow | undefined): InvitationRow {
  if (!invitation) throw new PlatformError('HF_INVITATION_UNKNOWN');
  if (invitation.accepted_at) throw new PlatformError('HF_INVITATION_USED');
  if (invitation.revoked_at) throw new PlatformError('HF_INVITATION_REVOKED');
  if (invitation.expired) throw new PlatformError('HF_INVITATION_EXPIRED');
  return invitation;
}

async function hashNewPassword(password: string | undefined): Promise<string> {
  requireStrongPassword(password ?? '');
  return hashPassword(password ?? '');
}

/** The row is locked first: of two who open the same link at once, one joins. */
export async function join(
  trx: Queries,
  key: InvitationKey,
  newcomer?: { readonly password_hash: string; readonly display_name: string },
): Promise<AcceptedInvitation> {
  const invitation = requireOpen(await findInvitation(trx, key, { lock: true }));
  const { email, org_id: orgId } = invitation;
  if (newcomer) {
    // Somebody may have made the account since: it is not ours to take over.
    if (await findAccountByEmail(trx, email))
      throw new PlatformError('HF_INVITATION_SIGN_IN_REQUIRED', { email });
    await insertAccount(trx, { email, ...newcomer, must_change_password: false, address_vouched: false });
  }
  const account = await findAccountByEmail(trx, email);
  if (!account) throw new PlatformError('HF_INVITATION_UNKNOWN');
  const userId = account.id;
  // Who belongs to it already keeps the seat that an administrator gave meanwhile.
  if (await joinOrg(trx, orgId, userId)) await takeSeat(trx, { orgId, userId }, invitation.seat);
  await addToGroups(trx, { orgId, userId }, invitation.group_ids);
  await markAccepted(trx, invitation.id, userId);
  return { invitation, account, isNew: newcomer !== undefined };
}
