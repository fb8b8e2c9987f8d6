import {
  ApiError,
  accessApi,
  auditApi,
  createApiClient,
  type MadeInvitation,
  peopleApi,
} from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTestSmtpServer } from '../mail/smtp-server.fixture.ts';

let platform: TestPlatform;
let database: Client;
beforeAll(async () => {
  platform = await startTestPlatform({ env: { HONEYFRAME_PUBLIC_URL: 'https://data.example.org/base' } });
  database = new Client({ connectionString: platform.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await platform.stop();
});

const PASSWORD = 'a password of my own';

const people = (user: TestUser = platform.admin) => user.client(peopleApi);

/** Somebody without a session, at a browser of their own. */
const stranger = () => createApiClient(peopleApi, (path, init) => fetch(new URL(path, platform.url), init));

const tokenOf = ({ link }: MadeInvitation) => link.slice(link.lastIndexOf('/') + 1);

const invite = (email: string, more: { expires_in_days?: number; group_ids?: string[] } = {}) =>
  people().invite({ body: { email, seat: 'analyst', ...more } });

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  );

const accept = (token: string, more: { password?: string; display_name?: string } = { password: PASSWORD }) =>
  stranger().acceptInvitation({ body: { token, ...more } });

/** The same requests from the browser of somebody who is signed in. */
const acceptAs = (user: TestUser, token: string) => people(user).acceptInvitation({ body: { token } });

describe('an invitation', () => {
  it('answers a link below the public address and keeps the hash of its token alone', async () => {
    const made = await invite('new@example.org');
    expect(made.link).toMatch(/^https:\/\/data\.example\.org\/base\/invitation\/hfi_[\w-]{43}$/);
    expect(made.mail).toEqual({ state: 'off', reason: null });
    const days = (Date.parse(made.invitation.expires_at) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    const { rows } = await database.query('select row_to_json(i)::text as row from honeyframe.invitations i');
    expect(JSON.stringify(rows)).not.toContain(tokenOf(made));
    expect(JSON.stringify(await people().listInvitations())).not.toContain(tokenOf(made));
  });

  it('makes an account that is signed in, in the seat and the groups of the invitation', async () => {
    const group = await platform.admin.client(accessApi).createGroup({ body: { name: 'ward 3' } });
    const gone = await platform.admin.client(accessApi).createGroup({ body: { name: 'closed ward' } });
    const made = await invite('Joan@Example.org', { group_ids: [group.id, gone.id] });
    await platform.admin.client(accessApi).deleteGroup({ params: { id: gone.id } });
    expect(await stranger().readInvitation({ body: { token: tokenOf(made) } })).toMatchObject({
      org: 'Main',
      email: 'Joan@Example.org',
      has_account: false,
      signed_in_as: null,
    });
    const session = await accept(tokenOf(made), { display_name: 'Joan', password: PASSWORD });
    expect(session).toMatchObject({ org: { name: 'Main' }, must_change_password: false });
    const joan = await platform.signIn('joan@example.org', PASSWORD);
    const member = await people().getUser({ params: { id: joan.session.user.id } });
    expect(member).toMatchObject({ seat: 'analyst', display_name: 'Joan' });
    expect(member.groups.map(({ name }) => name)).toEqual(['Analysts', 'ward 3']);
  });

  it('works once, even when it is opened twice at the same moment', async () => {
    const token = tokenOf(await invite('once@example.org'));
    const outcomes = await Promise.all([codeOf(accept(token)), codeOf(accept(token))]);
    expect(outcomes.toSorted()).toEqual(['HF_INVITATION_USED', 'done']);
    expect(await codeOf(stranger().readInvitation({ body: { token } }))).toBe('HF_INVITATION_USED');
  });

  it('ends when it expires or is revoked, says which, and makes no account', async () => {
    const late = await invite('late@example.org');
    await database.query(
      `update honeyframe.invitations set expires_at = now() - interval '1 second' where id = $1`,
      [late.invitation.id],
    );
    const revoked = await invite('revoked@example.org');
    await people().revokeInvitation({ params: { id: revoked.invitation.id } });
    const outcomes = [
      await codeOf(accept(tokenOf(late))),
      await codeOf(accept(tokenOf(revoked))),
      await codeOf(accept('hfi_nobody-made-this')),
    ];
    expect(outcomes).toEqual(['HF_INVITATION_EXPIRED', 'HF_INVITATION_REVOKED', 'HF_INVITATION_UNKNOWN']);
    const { rows } = await database.query(
      `select email from honeyframe.users where email in ('late@example.org', 'revoked@example.org')`,
    );
    expect(rows).toEqual([]);
  });

  it('is sent again with a new link, which lasts as long as the first did', async () => {
    const first = await invite('again@example.org', { expires_in_days: 2 });
    await database.query(
      `update honeyframe.invitations set expires_at = now() - interval '1 day' where id = $1`,
      [first.invitation.id],
    );
    const second = await people().resendInvitation({ params: { id: first.invitation.id } });
    const hours = (Date.parse(second.invitation.expires_at) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(47);
    expect(hours).toBeLessThan(49);
    expect(await codeOf(accept(tokenOf(first)))).toBe('HF_INVITATION_UNKNOWN');
    expect(await codeOf(accept(tokenOf(second)))).toBe('done');
  });

  it('is made once for an address, in whatever case, and not for a member; an expired one makes room', async () => {
    const first = await invite('Twice@example.org');
    expect(await codeOf(invite('twice@EXAMPLE.org'))).toBe('HF_INVITATION_PENDING');
    await database.query(`update honeyframe.invitations set expires_at = now() where id = $1`, [
      first.invitation.id,
    ]);
    expect(await codeOf(invite('twice@example.org'))).toBe('done');
    expect(await codeOf(accept(tokenOf(first)))).toBe('HF_INVITATION_REVOKED');
    expect(await codeOf(invite('admin@example.org'))).toBe('HF_CORE_CONFLICT');
  });

  it('asks for a password that is strong enough, and can then be tried again', async () => {
    const token = tokenOf(await invite('weak@example.org'));
    expect(await codeOf(accept(token, { password: 'short' }))).toBe('HF_AUTH_PASSWORD_TOO_WEAK');
    expect(await codeOf(accept(token, {}))).toBe('HF_AUTH_PASSWORD_TOO_WEAK');
    expect(await codeOf(accept(token))).toBe('done');
  });

  it('is refused with a group of another organisation', async () => {
    const { id } = await platform.admin
      .client(accessApi)
      .createOrg({ body: { slug: 'apart', name: 'Apart' } });
    const response = await platform.admin.fetch('/api/groups', { headers: { 'x-org-id': id } });
    const { groups } = (await response.json()) as { groups: { id: string }[] };
    const foreign = groups.slice(0, 1).map((group) => group.id);
    expect(await codeOf(invite('spy@example.org', { group_ids: foreign }))).toBe('HF_CORE_NOT_FOUND');
  });

  it('slows down whoever tries a link that does not exist', async () => {
    const outcomes: unknown[] = [];
    for (let i = 0; i < 11; i += 1) outcomes.push(await codeOf(accept('hfi_tried-again-and-again')));
    expect(outcomes.slice(0, 10)).toEqual(Array(10).fill('HF_INVITATION_UNKNOWN'));
    expect(outcomes[10]).toBe('HF_AUTH_TOO_MANY_ATTEMPTS');
  });

  it('leaves a record of each step, without its token', async () => {
    const made = await invite('recorded@example.org');
    const again = await people().resendInvitation({ params: { id: made.invitation.id } });
    await accept(tokenOf(again));
    const { rows } = await platform.admin.client(auditApi).list({ query: { target_id: made.invitation.id } });
    expect(rows.map(({ action, actor }) => [action, actor]).reverse()).toEqual([
      ['invitation.created', 'admin@example.org'],
      ['invitation.resent', 'admin@example.org'],
      ['invitation.accepted', 'recorded@example.org'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('hfi_');
  });
});

describe('an invitation of an address that has an account', () => {
  /** An account of another organisation than the one that invites. */
  async function createOutsider(email: string): Promise<{ user: TestUser; password: string }> {
    await accept(tokenOf(await invite(email)));
    const user = await platform.signIn(email, PASSWORD);
    await people().removeUser({ params: { id: user.session.user.id } });
    return { user, password: PASSWORD };
  }

  it('joins whoever is signed in as it, in the session that there is', async () => {
    const { user } = await createOutsider('back@example.org');
    const token = tokenOf(await invite('back@example.org'));
    expect(await people(user).readInvitation({ body: { token } })).toMatchObject({
      has_account: true,
      signed_in_as: 'back@example.org',
    });
    expect(await acceptAs(user, token)).toMatchObject({ org: { name: 'Main' } });
    expect((await user.fetch('/api/shell')).status).toBe(200);
  });

  it('wants its password from anybody else, which stays what it was', async () => {
    await createOutsider('known@example.org');
    const other = await platform.createMember('other-browser@example.org');
    const token = tokenOf(await invite('known@example.org'));
    expect(await codeOf(accept(token, {}))).toBe('HF_INVITATION_SIGN_IN_REQUIRED');
    expect(await codeOf(acceptAs(other, token))).toBe('HF_INVITATION_OTHER_ACCOUNT');
    expect(await codeOf(accept(token, { password: 'the password of a thief' }))).toBe(
      'HF_AUTH_INVALID_CREDENTIALS',
    );
    expect(await codeOf(accept(token, { password: PASSWORD, display_name: 'Renamed' }))).toBe('done');
    const again = await platform.signIn('known@example.org', PASSWORD);
    expect(again.session.user.display_name).toBe('');
  });

  it('limits guesses of the password as sign-in does', async () => {
    await createOutsider('guessed@example.org');
    const token = tokenOf(await invite('guessed@example.org'));
    const guess = () => codeOf(accept(token, { password: 'another guess of mine' }));
    for (let i = 0; i < 10; i += 1) expect(await guess()).toBe('HF_AUTH_INVALID_CREDENTIALS');
    expect(await guess()).toBe('HF_AUTH_TOO_MANY_ATTEMPTS');
  });

  it('lets no switched-off account in', async () => {
    const { user } = await createOutsider('switched-off@example.org');
    const token = tokenOf(await invite('switched-off@example.org'));
    await database.query(
      `update honeyframe.users set active = false where email = 'switched-off@example.org'`,
    );
    expect(await codeOf(accept(token))).toBe('HF_AUTH_INVALID_CREDENTIALS');
    expect(await codeOf(acceptAs(user, token))).not.toBe('done');
  });

  it('leaves the seat of somebody who became a member meanwhile', async () => {
    await createOutsider('meanwhile@example.org');
    const token = tokenOf(await invite('meanwhile@example.org'));
    const { user } = await people().createUser({ body: { email: 'meanwhile@example.org' } });
    await people().setSeat({ params: { id: user.id }, body: { seat: 'designer' } });
    await accept(token);
    expect((await people().getUser({ params: { id: user.id } })).seat).toBe('designer');
  });
});

describe('the address of a link', () => {
  const askWith = async (headers: Record<string, string>, target: TestPlatform, email: string) => {
    const response = await target.admin.fetch('/api/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email, seat: 'viewer' }),
    });
    return ((await response.json()) as MadeInvitation).link;
  };

  it('is never what a client claims', async () => {
    const forged = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    expect(await askWith(forged, platform, 'forged@example.org')).toMatch(
      /^https:\/\/data\.example\.org\/base\//,
    );
    const plain = await startTestPlatform();
    onTestFinished(() => plain.stop());
    expect(await askWith(forged, plain, 'a@example.org')).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/invitation\/hfi_/,
    );
    const origin = new URL(plain.url).origin;
    expect(await askWith({ origin }, plain, 'b@example.org')).toMatch(new RegExp(`^${origin}/invitation/`));
    const evil = await plain.admin.fetch('/api/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ email: 'c@example.org', seat: 'viewer' }),
    });
    expect(await evil.json()).toMatchObject({ code: 'HF_AUTH_CROSS_SITE' });
  });
});

describe('the mail', () => {
  it('carries the link; one that fails leaves an invitation that works', async () => {
    const server = await startTestSmtpServer({ user: 'mailer', password: 'smtp-secret-1' });
    const log: string[] = [];
    const mailing = await startTestPlatform({
      onLog: (line) => log.push(line),
      env: {
        SMTP_URL: server.url.replace('smtp://', 'smtp://mailer:smtp-secret-1@'),
        SMTP_FROM: 'Data <data@example.org>',
        HONEYFRAME_PUBLIC_URL: 'https://data.example.org',
      },
    });
    onTestFinished(() => mailing.stop());
    const api = people(mailing.admin);
    const made = await api.invite({ body: { email: 'ada@example.org', seat: 'viewer' } });
    expect(made.mail).toEqual({ state: 'sent', reason: null });
    expect(made.invitation.mailed_at).not.toBeNull();
    const mail = server.received[0]?.text.replaceAll('=\r\n', '');
    expect(server.received[0]?.to).toEqual(['ada@example.org']);
    expect(mail).toContain(`https://data.example.org/invitation/${tokenOf(made)}`);
    expect(mail).toContain('invites you to Main on Honeyframe');

    server.refuseAll(true);
    const failed = await api.invite({ body: { email: 'bob@example.org', seat: 'viewer' } });
    expect(failed.mail).toEqual({
      state: 'failed',
      reason: 'the mail server refused the address with 550 (EENVELOPE)',
    });
    expect(failed.invitation.mailed_at).toBeNull();
    const read = await createApiClient(peopleApi, (path, init) =>
      fetch(new URL(path, mailing.url), init),
    ).acceptInvitation({ body: { token: tokenOf(failed), password: PASSWORD } });
    expect(read.user.email).toBe('bob@example.org');

    // Neither the pages that people open nor what went wrong leaves a secret in the log.
    await fetch(`${mailing.url}/invitation/${tokenOf(made)}`, { headers: { accept: 'text/html' } });
    const lines = log.join('');
    expect(lines).toContain('"path":"/invitation/…"');
    expect(lines).toContain('HF_MAIL_FAILED');
    expect(lines).not.toContain('hfi_');
    expect(lines).not.toContain('smtp-secret-1');
  });
});
