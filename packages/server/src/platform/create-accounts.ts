import type { FastifyBaseLogger } from 'fastify';
import { Client } from 'pg';
import { createAccess, createGroups, registerPlatformPermissions } from '../access/index.ts';
import { createSqlAuditLog, startAuditRetention } from '../audit/index.ts';
import {
  createAccessChanges,
  createApiTokens,
  createCallers,
  createIdentity,
  createSessions,
  ensureFirstUser,
  type FirstUser,
  forgetPasswordFile,
} from '../auth/index.ts';
import type { Database } from '../database/index.ts';
import { createNoMailer, createSmtpMailer } from '../mail/index.ts';
import {
  createInvitationAcceptance,
  createInvitations,
  createOrgs,
  createOwnInvitations,
  createUsers,
} from '../orgs/index.ts';
import type { Settings } from '../system/index.ts';
import type { Cleanup } from './cleanup.ts';

export interface CreateAccountsOptions {
  readonly database: Database;
  readonly settings: Settings;
  readonly log: FastifyBaseLogger;
  readonly cleanup: Cleanup;
}

// A server that takes connections and says nothing must not hold up the next attempt.
const LISTENER_CONNECT_MS = 5_000;

export type Accounts = Awaited<ReturnType<typeof createAccounts>>;

/** People: who they are, where they belong, what they may do, and the record of what they did. */
export async function createAccounts({ database, settings, log, cleanup }: CreateAccountsOptions) {
  const { queries } = database;
  const changes = await createAccessChanges(
    () =>
      new Client({
        connectionString: database.ownerUrl,
        application_name: 'honeyframe listener',
        connectionTimeoutMillis: LISTENER_CONNECT_MS,
      }),
  );
  cleanup.add('access changes', () => changes.close());
  const auditLog = createSqlAuditLog(queries);
  const days = settings.audit_retention_days;
  if (days !== undefined) {
    const { ownerQueries } = database;
    cleanup.add('audit retention', startAuditRetention({ ownerQueries, auditLog, days, log }));
  }
  const callers = createCallers(queries, changes);
  await registerPlatformPermissions(queries);
  const mailer = settings.smtp ? createSmtpMailer(settings.smtp) : createNoMailer();
  cleanup.add('mail', async () => mailer.close());
  const sessions = createSessions({
    queries,
    callers,
    changes,
    auditLog,
    onSignIn: () => forgetPasswordFile(settings.data_dir),
  });
  return {
    changes,
    auditLog,
    callers,
    access: createAccess(queries),
    identity: createIdentity(callers, queries),
    groups: createGroups(queries, changes),
    users: createUsers(queries, changes),
    orgs: createOrgs(queries, changes),
    apiTokens: createApiTokens(queries, changes),
    sessions,
    invitations: createInvitations({ queries, mailer, log }),
    ownInvitations: createOwnInvitations(queries, changes),
    invitationAcceptance: createInvitationAcceptance({ queries, changes, sessions }),
    publicUrl: settings.public_url,
  };
}

const FIRST_ORG = { slug: 'main', name: 'Main' };

/** The first account and its organisation, on an empty platform. */
export function createFirstUser(
  accounts: Accounts,
  { database, settings }: CreateAccountsOptions,
): Promise<FirstUser | undefined> {
  return ensureFirstUser({
    queries: database.queries,
    email: settings.admin_email,
    password: settings.admin_password,
    createOrg: async (trx, owner_id) =>
      void (await accounts.orgs.createWithin(trx, { ...FIRST_ORG, owner_id })),
  });
}
