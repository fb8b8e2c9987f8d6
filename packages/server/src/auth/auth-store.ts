import { sql } from 'kysely';
import type { Queries } from '../database/index.ts';

export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly display_name: string;
  readonly is_superadmin: boolean;
  readonly must_change_password: boolean;
}

export interface OrgRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** An account with a valid credential, and the organisations it belongs to. */
export interface ResolvedAccount {
  readonly account: AccountRow;
  readonly orgs: readonly OrgRow[];
  readonly session_id: string | null;
  /** The organisation that the session works in. */
  readonly org_id: string | null;
  readonly expires_at: Date | null;
}

const accountColumns = [
  'users.id',
  'users.email',
  'users.display_name',
  'users.is_superadmin',
  'users.must_change_password',
] as const;

/** The account of a session; undefined when it is unknown, expired or the account is inactive. */
export async function findSession(queries: Queries, tokenHash: Buffer): Promise<ResolvedAccount | undefined> {
  const row = await queries
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([...accountColumns, 'sessions.id as session_id', 'sessions.org_id', 'sessions.expires_at'])
    .where('sessions.token_hash', '=', tokenHash)
    .where('sessions.expires_at', '>', sql<Date>`now()`)
    .where('users.active', '=', true)
    .executeTakeFirst();
  if (!row) return undefined;
  const { session_id, org_id, expires_at, ...account } = row;
  return { account, session_id, org_id, expires_at, orgs: await findOrgs(queries, account.id) };
}

/** The account of a personal access token. */
export async function findApiToken(
  queries: Queries,
  tokenHash: Buffer,
): Promise<ResolvedAccount | undefined> {
  const row = await queries
    .selectFrom('api_tokens')
    .innerJoin('users', 'users.id', 'api_tokens.user_id')
    .select([...accountColumns, 'api_tokens.id as token_id', 'api_tokens.expires_at'])
    .where('api_tokens.token_hash', '=', tokenHash)
    .where((eb) =>
      eb.or([eb('api_tokens.expires_at', 'is', null), eb('api_tokens.expires_at', '>', sql<Date>`now()`)]),
    )
    .where('users.active', '=', true)
    .executeTakeFirst();
  if (!row) return undefined;
  const { token_id, expires_at, ...account } = row;
  await queries
    .updateTable('api_tokens')
    .set({ last_used_at: new Date() })
    .where('id', '=', token_id)
    .execute();
  return { account, session_id: null, org_id: null, expires_at, orgs: await findOrgs(queries, account.id) };
}

export function findOrgs(queries: Queries, userId: string): Promise<OrgRow[]> {
  return queries
    .selectFrom('user_orgs')
    .innerJoin('orgs', 'orgs.id', 'user_orgs.org_id')
    .select(['orgs.id', 'orgs.slug', 'orgs.name'])
    .where('user_orgs.user_id', '=', userId)
    .orderBy('user_orgs.created_at')
    .execute();
}

export function findAccountByEmail(queries: Queries, email: string) {
  return queries
    .selectFrom('users')
    .select([...accountColumns, 'users.password_hash', 'users.active'])
    .where(sql<string>`lower(email)`, '=', email.trim().toLowerCase())
    .executeTakeFirst();
}

export interface NewSession {
  readonly user_id: string;
  readonly org_id: string | null;
  readonly token_hash: Buffer;
  readonly expires_at: Date;
  readonly ip: string;
  readonly user_agent: string | null;
}

export async function insertSession(queries: Queries, session: NewSession): Promise<string> {
  const row = await queries.insertInto('sessions').values(session).returning('id').executeTakeFirstOrThrow();
  return row.id;
}

export async function deleteSession(queries: Queries, sessionId: string): Promise<void> {
  await queries.deleteFrom('sessions').where('id', '=', sessionId).execute();
}

export async function deleteOtherSessions(
  queries: Queries,
  userId: string,
  keep: string | null,
): Promise<void> {
  let statement = queries.deleteFrom('sessions').where('user_id', '=', userId);
  if (keep) statement = statement.where('id', '!=', keep);
  await statement.execute();
}

export async function setPassword(
  queries: Queries,
  userId: string,
  change: { password_hash: string; must_change_password: boolean },
): Promise<void> {
  await queries.updateTable('users').set(change).where('id', '=', userId).execute();
}
