import { PlatformError } from '@honeyframe/contract';
import type { FastifyRequest } from 'fastify';
import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../database/index.ts';
import { type Caller, type Identity, isOperatorRequest } from '../http/index.ts';
import type { Callers } from './callers.ts';
import { readCredential } from './credential.ts';
import { isSameOrigin } from './same-origin.ts';

/** Requests to callers: the admin socket, a personal access token, or a session cookie. */
export function createIdentity(callers: Callers, queries: Queries): Identity {
  return {
    peek: (request) => {
      if (isOperatorRequest(request.raw)) return undefined;
      const credential = readCredential(request.headers);
      return credential && callers.peek(credential, readOrgId(request));
    },
    resolve: async (request) => {
      if (isOperatorRequest(request.raw)) return findOperator(queries, readOrgId(request));
      const credential = readCredential(request.headers);
      if (!credential) return null;
      return (await callers.resolve(credential, readOrgId(request))) ?? null;
    },
    isTrustworthy: (request) =>
      // A bearer token is not sent by a browser on its own, so no other site can make it speak. Any other Authorization
      // leaves the cookie to count.
      readCredential(request.headers)?.kind === 'token' || isSameOrigin(request.method, request.headers),
  };
}

function readOrgId(request: FastifyRequest): string | undefined {
  const header = request.headers['x-org-id'];
  return typeof header === 'string' && header !== '' ? header : undefined;
}

/** The command line on this machine acts with the rights of the first superadmin, and is named as what it is. */
async function findOperator(queries: Queries, orgId: string | undefined): Promise<Caller | null> {
  const admin = await queries
    .selectFrom('users')
    .select('id')
    .where('is_superadmin', '=', true)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (!admin) return null;
  let select = queries.selectFrom('orgs').select(['id', 'slug', 'name']).orderBy('created_at').limit(1);
  // Compared as text: what is no id names no organisation either.
  if (orgId) select = select.where(sql<SqlBool>`id::text = ${orgId}`);
  const org = (await select.executeTakeFirst()) ?? null;
  if (!org && orgId) throw new PlatformError('HF_ORG_NOT_FOUND', { org: orgId });
  return {
    kind: 'operator',
    user: { id: admin.id, email: 'command line', display_name: 'Command line', is_superadmin: true },
    org,
    session_id: null,
    must_change_password: false,
  };
}
