import type { Invitation, OwnInvitation, SeatRole } from '@honeyframe/contract/api';
import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../database/index.ts';

/** What an invitation is, apart from who may see it. */
export interface InvitationRow {
  readonly id: string;
  readonly org_id: string;
  readonly email: string;
  readonly seat: SeatRole;
  readonly group_ids: readonly string[];
  readonly expires_at: Date;
  readonly accepted_at: Date | null;
  readonly revoked_at: Date | null;
  readonly expired: boolean;
  readonly org_name: string;
  readonly invited_by: string | null;
}

const isExpired = sql<boolean>`invitations.expires_at <= now()`;

/** Whoever invited: the name that others see, else the address. */
const inviter = sql<string | null>`coalesce(nullif(inviter.display_name, ''), inviter.email)`;

/** Those that are neither accepted nor revoked, newest first; one of them when `id` is given. */
export async function findOpenInvitations(
  queries: Queries,
  orgId: string,
  id?: string,
): Promise<Invitation[]> {
  let select = queries
    .selectFrom('invitations')
    .leftJoin('users as inviter', 'inviter.id', 'invitations.created_by')
    .select([
      'invitations.id',
      'invitations.email',
      'invitations.seat',
      'invitations.created_at',
      'invitations.expires_at',
      'invitations.mailed_at',
      isExpired.as('expired'),
      inviter.as('invited_by'),
      groupsOfInvitation().as('groups'),
    ])
    .where('invitations.org_id', '=', orgId)
    .where('invitations.accepted_at', 'is', null)
    .where('invitations.revoked_at', 'is', null)
    .orderBy('invitations.created_at', 'desc');
  if (id) select = select.where('invitations.id', '=', id);
  const rows = await select.execute();
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    mailed_at: row.mailed_at?.toISOString() ?? null,
  }));
}

function groupsOfInvitation() {
  return sql<Invitation['groups']>`coalesce((
    select json_agg(json_build_object('id', groups.id, 'name', groups.name) order by groups.name)
    from groups where groups.id = any(invitations.group_ids) and groups.org_id = invitations.org_id), '[]')`;
}

/** Those that still work for this address, of whatever organisation. */
export async function findOwnInvitations(queries: Queries, email: string): Promise<OwnInvitation[]> {
  const rows = await queries
    .selectFrom('invitations')
    .innerJoin('orgs', 'orgs.id', 'invitations.org_id')
    .leftJoin('users as inviter', 'inviter.id', 'invitations.created_by')
    .select([
      'invitations.id',
      'orgs.name as org',
      'invitations.seat',
      'invitations.expires_at',
      inviter.as('invited_by'),
    ])
    .where(isFor(email))
    .where('invitations.accepted_at', 'is', null)
    .where('invitations.revoked_at', 'is', null)
    .where('invitations.expires_at', '>', sql<Date>`now()`)
    .orderBy('invitations.created_at', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, expires_at: row.expires_at.toISOString() }));
}

function isFor(email: string) {
  return sql<SqlBool>`lower(invitations.email) = lower(${email})`;
}

/** Whoever has the link knows its token; whoever is signed in may name one that is for the address of the account. */
export type InvitationKey = { readonly token_hash: Buffer } | { readonly id: string; readonly email: string };

/** Whatever became of it. */
export function findInvitation(
  queries: Queries,
  key: InvitationKey,
  { lock = false } = {},
): Promise<InvitationRow | undefined> {
  let select = queries
    .selectFrom('invitations')
    .innerJoin('orgs', 'orgs.id', 'invitations.org_id')
    .leftJoin('users as inviter', 'inviter.id', 'invitations.created_by')
    .select([
      'invitations.id',
      'invitations.org_id',
      'invitations.email',
      'invitations.seat',
      'invitations.group_ids',
      'invitations.expires_at',
      'invitations.accepted_at',
      'invitations.revoked_at',
      isExpired.as('expired'),
      'orgs.name as org_name',
      inviter.as('invited_by'),
    ]);
  select =
    'id' in key
      ? select.where('invitations.id', '=', key.id).where(isFor(key.email))
      : select.where('invitations.token_hash', '=', key.token_hash);
  if (lock) select = select.forUpdate('invitations');
  return select.executeTakeFirst();
}

export interface NewInvitation {
  readonly org_id: string;
  readonly email: string;
  readonly seat: SeatRole;
  readonly group_ids: readonly string[];
  readonly token_hash: Buffer;
  readonly lifetime_days: number;
  readonly created_by: string;
}

/** @returns its id, or undefined when an invitation for this address is open already. */
export async function insertInvitation(trx: Queries, invitation: NewInvitation): Promise<string | undefined> {
  const row = await trx
    .insertInto('invitations')
    .values({
      ...invitation,
      group_ids: [...invitation.group_ids],
      expires_at: fromNow(sql.lit(invitation.lifetime_days)),
    })
    .onConflict((conflict) =>
      conflict
        .expression(sql`org_id, lower(email)`)
        .where('accepted_at', 'is', null)
        .where('revoked_at', 'is', null)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

function fromNow(days: ReturnType<typeof sql.lit> | ReturnType<typeof sql.ref>) {
  return sql<Date>`now() + make_interval(days => ${days})`;
}

/** Makes room for another invitation of the same address: an expired one would be in its way. */
export async function revokeExpired(trx: Queries, orgId: string, email: string): Promise<void> {
  await trx
    .updateTable('invitations')
    .set({ revoked_at: sql<Date>`now()` })
    .where('org_id', '=', orgId)
    .where(sql<SqlBool>`lower(email) = lower(${email})`)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where(isExpired)
    .execute();
}

/** @returns false when it is not open. */
export async function replaceToken(
  queries: Queries,
  invitation: { readonly orgId: string; readonly id: string },
  token_hash: Buffer,
): Promise<boolean> {
  const result = await updateOpen(queries, invitation)
    .set({ token_hash, expires_at: fromNow(sql.ref('lifetime_days')), mailed_at: null })
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** @returns false when it is not open. */
export async function markRevoked(
  queries: Queries,
  invitation: { readonly orgId: string; readonly id: string },
): Promise<boolean> {
  const result = await updateOpen(queries, invitation)
    .set({ revoked_at: sql<Date>`now()` })
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function updateOpen(queries: Queries, { orgId, id }: { readonly orgId: string; readonly id: string }) {
  return queries
    .updateTable('invitations')
    .where('id', '=', id)
    .where('org_id', '=', orgId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null);
}

export async function markAccepted(trx: Queries, id: string, userId: string): Promise<void> {
  await trx
    .updateTable('invitations')
    .set({ accepted_at: sql<Date>`now()`, accepted_by: userId })
    .where('id', '=', id)
    .execute();
}

export async function markMailed(queries: Queries, id: string): Promise<void> {
  await queries
    .updateTable('invitations')
    .set({ mailed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}
