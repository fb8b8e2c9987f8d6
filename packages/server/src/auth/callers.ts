import { PlatformError } from '@honeyframe/contract';
import type { Queries } from '../database/index.ts';
import type { Caller } from '../http/index.ts';
import type { AccessChanges } from './access-changes.ts';
import { findApiToken, findSession, type ResolvedAccount } from './auth-store.ts';
import type { Credential } from './credential.ts';
import { hashSecret } from './secrets.ts';

// Bounds: a caller is some 500 bytes; a node that hears no changes may not trust what it knows for longer than a second.
const MAX_ACCOUNTS = 10_000;
const TRUST_MS = 60_000;
const TRUST_WITHOUT_LISTENING_MS = 1_000;

interface KnownAccount extends ResolvedAccount {
  readonly kind: Credential['kind'];
  readonly known_at: number;
  /** One caller an organisation, so that a request allocates none. */
  readonly callers: Map<string | null, Caller>;
}

/** Who stands behind a credential; answers from memory until something about accounts or grants changes. */
export interface Callers {
  /** Answers at once when the credential is known, which is the path of nearly every request. */
  peek(credential: Credential, orgId: string | undefined): Caller | undefined;
  /** Throws HF_ORG_NOT_FOUND when the account does not belong to `orgId`; undefined when the credential is not valid. */
  resolve(credential: Credential, orgId: string | undefined): Promise<Caller | undefined>;
  /** The account behind a credential with its organisations. */
  account(credential: Credential): Promise<ResolvedAccount | undefined>;
}

export function createCallers(queries: Queries, changes: AccessChanges): Callers {
  const known = { session: new Map<string, KnownAccount>(), token: new Map<string, KnownAccount>() };
  // After each change everybody asks at once: one look-up answers all requests with the same credential.
  const reading = new Map<string, Promise<KnownAccount | undefined>>();
  let generation = 0;
  changes.onChange(() => {
    generation += 1;
    known.session.clear();
    known.token.clear();
    reading.clear();
  });

  // By the secret itself: hashing it on each request would cost more than all the rest of the decision.
  const lookUp = ({ kind, secret }: Credential): KnownAccount | undefined => {
    const account = known[kind].get(secret);
    if (!account) return undefined;
    const now = Date.now();
    const trusted = changes.isListening() ? TRUST_MS : TRUST_WITHOUT_LISTENING_MS;
    const expired = account.expires_at !== null && account.expires_at.getTime() <= now;
    return expired || now - account.known_at > trusted ? undefined : account;
  };

  const remember = ({ kind, secret }: Credential, account: KnownAccount): void => {
    if (known[kind].size >= MAX_ACCOUNTS) known[kind].clear();
    known[kind].set(secret, account);
  };

  const read = async (credential: Credential): Promise<KnownAccount | undefined> => {
    const startedAt = generation;
    const find = credential.kind === 'session' ? findSession : findApiToken;
    const resolved = await find(queries, hashSecret(credential.secret));
    if (!resolved) return undefined;
    const account = { ...resolved, kind: credential.kind, known_at: Date.now(), callers: new Map() };
    // A change that came while this was read may not be in it.
    if (startedAt === generation) remember(credential, account);
    return account;
  };

  const load = async (credential: Credential): Promise<KnownAccount | undefined> => {
    const key = `${credential.kind} ${credential.secret}`;
    const found = lookUp(credential) ?? reading.get(key);
    if (found) return found;
    const started = read(credential).finally(() => {
      if (reading.get(key) === started) reading.delete(key);
    });
    reading.set(key, started);
    return started;
  };

  return {
    peek: (credential, orgId) => {
      const account = lookUp(credential);
      return account && findCaller(account, orgId);
    },
    resolve: async (credential, orgId) => {
      const account = await load(credential);
      if (!account) return undefined;
      const caller = findCaller(account, orgId);
      if (!caller) throw new PlatformError('HF_ORG_NOT_FOUND', { org: orgId });
      return caller;
    },
    account: (credential) => load(credential),
  };
}

function findCaller(account: KnownAccount, orgId: string | undefined): Caller | undefined {
  const wanted = orgId ?? account.org_id ?? account.orgs[0]?.id ?? null;
  const existing = account.callers.get(wanted);
  if (existing) return existing;
  const org = account.orgs.find((candidate) => candidate.id === wanted) ?? null;
  if (!org && orgId !== undefined) return undefined;
  const { id, email, display_name, is_superadmin, must_change_password } = account.account;
  const caller: Caller = Object.freeze({
    kind: account.kind,
    user: Object.freeze({ id, email, display_name, is_superadmin }),
    org,
    session_id: account.session_id,
    must_change_password,
  });
  account.callers.set(wanted, caller);
  return caller;
}
