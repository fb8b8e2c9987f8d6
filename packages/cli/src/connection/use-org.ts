import { accessApi, authApi, createApiClient, type Org, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Connection } from './connect.ts';

/** A connection whose requests are about one organisation. */
export interface OrgConnection {
  readonly send: Send;
  readonly org: Org;
}

/** Resolves --org; where there is one organisation it need not be named. Throws HF_CLI_ORG_UNKNOWN or HF_CLI_ORG_REQUIRED. */
export async function useOrg(connection: Connection, slug: string | undefined): Promise<OrgConnection> {
  const orgs = await listOrgs(connection);
  const known = orgs.map((org) => org.slug).join(', ') || 'none';
  const org = slug === undefined && orgs.length === 1 ? orgs[0] : orgs.find((each) => each.slug === slug);
  if (org) return { org, send: (path, init) => connection.send(path, withOrgHeader(init, org)) };
  if (slug === undefined) throw new PlatformError('HF_CLI_ORG_REQUIRED', { known });
  throw new PlatformError('HF_CLI_ORG_UNKNOWN', { org: slug, known });
}

/** For what concerns the whole platform, whatever organisation the request names: the first one where none is. */
export async function useAnyOrg(connection: Connection, slug: string | undefined): Promise<OrgConnection> {
  const first = slug === undefined ? (await listOrgs(connection))[0] : undefined;
  return useOrg(connection, first?.slug ?? slug);
}

async function listOrgs({ asOperator, send }: Connection): Promise<readonly Org[]> {
  if (asOperator) return (await createApiClient(accessApi, send).listOrgs()).orgs;
  return (await createApiClient(authApi, send).session()).orgs;
}

function withOrgHeader(init: RequestInit, org: Org): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('x-org-id', org.id);
  return { ...init, headers };
}
