import { ApiError, accessApi, auditApi, authApi, peopleApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const people = (user: TestUser = platform.admin) => user.client(peopleApi);

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  );

const invite = (email: string, by?: TestUser) => people(by).invite({ body: { email, seat: 'designer' } });

/** Somebody with an account who belongs to no organisation any more. */
async function createOutsider(email: string): Promise<TestUser> {
  const user = await platform.createMember(email);
  await people().removeUser({ params: { id: user.session.user.id } });
  return user;
}

const idsOf = async (user: TestUser) =>
  (await people(user).listOwnInvitations()).invitations.map(({ id }) => id);

it('adds no account to an organisation at the word of its administrator', async () => {
  await createOutsider('unasked@example.org');
  const admin = await platform.createMember('local-admin@example.org', ['Org Admins']);
  const add = (email: string) => codeOf(people(admin).createUser({ body: { email } }));
  expect([await add('unasked@example.org'), await add('nobody@example.org')]).toEqual([
    'HF_ACCESS_DENIED',
    'HF_ACCESS_DENIED',
  ]);
  const known = await invite('unasked@example.org', admin);
  const unknown = await invite('nobody@example.org', admin);
  expect(Object.keys(known.invitation)).toEqual(Object.keys(unknown.invitation));
  expect((await people().listUsers()).users.map(({ email }) => email)).not.toContain('unasked@example.org');
});

it('shows an invitation to whoever it is for, who joins without the link, in its seat', async () => {
  const ann = await createOutsider('Ann@example.org');
  const { invitation } = await invite('ann@EXAMPLE.org');
  expect(await people(ann).listOwnInvitations()).toEqual({
    invitations: [
      {
        id: invitation.id,
        org: 'Main',
        seat: 'designer',
        invited_by: invitation.invited_by,
        expires_at: invitation.expires_at,
      },
    ],
  });
  const session = await people(ann).acceptOwnInvitation({ params: { id: invitation.id } });
  expect(session.org).toMatchObject({ name: 'Main' });
  expect(await people().getUser({ params: { id: ann.session.user.id } })).toMatchObject({ seat: 'designer' });
  expect(await idsOf(ann)).toEqual([]);
  expect(await codeOf(people(ann).acceptOwnInvitation({ params: { id: invitation.id } }))).toBe(
    'HF_INVITATION_USED',
  );
});

it('takes a declined invitation off both lists, ends its link, and leaves a record', async () => {
  const cleo = await createOutsider('cleo@example.org');
  const { invitation, link } = await invite('cleo@example.org');
  await people(cleo).declineOwnInvitation({ params: { id: invitation.id } });
  expect(await idsOf(cleo)).toEqual([]);
  const { invitations } = await people().listInvitations();
  expect(invitations.map(({ id }) => id)).not.toContain(invitation.id);
  const token = link.slice(link.lastIndexOf('/') + 1);
  expect(await codeOf(people(cleo).acceptInvitation({ body: { token } }))).toBe('HF_INVITATION_REVOKED');
  const { rows } = await platform.admin.client(auditApi).list({ query: { target_id: invitation.id } });
  expect(rows[0]).toMatchObject({ action: 'invitation.declined', actor: 'cleo@example.org' });
  expect(await codeOf(invite('cleo@example.org'))).toBe('done');
});

it('neither shows nor opens the invitation of somebody else', async () => {
  const { invitation } = await invite('the-right-one@example.org');
  const other = await createOutsider('the-wrong-one@example.org');
  const params = { id: invitation.id };
  expect(await idsOf(other)).toEqual([]);
  expect(await codeOf(people(other).acceptOwnInvitation({ params }))).toBe('HF_CORE_NOT_FOUND');
  expect(await codeOf(people(other).declineOwnInvitation({ params }))).toBe('HF_CORE_NOT_FOUND');
});

it('is for the person alone: not for a token, nor before a generated password is replaced', async () => {
  const { id: orgId } = await platform.admin
    .client(accessApi)
    .createOrg({ body: { slug: 'second', name: 'Second' } });
  const inviteToSecond = async (email: string) => {
    const response = await platform.admin.fetch('/api/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-org-id': orgId },
      body: JSON.stringify({ email, seat: 'viewer' }),
    });
    return ((await response.json()) as { invitation: { id: string } }).invitation.id;
  };
  const dora = await platform.createMember('dora@example.org');
  const { secret } = await dora.client(authApi).createToken({ body: { name: 'script' } });
  const byToken = await fetch(
    `${platform.url}/api/invitations/mine/${await inviteToSecond('dora@example.org')}/accept`,
    { method: 'POST', headers: { authorization: `Bearer ${secret}` } },
  );
  expect(await byToken.json()).toMatchObject({ code: 'HF_AUTH_TOKEN_FORBIDDEN' });

  const { generated_password } = await people().createUser({ body: { email: 'new@example.org' } });
  const fresh = await platform.signIn('new@example.org', generated_password ?? '');
  const params = { id: await inviteToSecond('new@example.org') };
  expect(await codeOf(people(fresh).acceptOwnInvitation({ params }))).toBe(
    'HF_AUTH_PASSWORD_CHANGE_REQUIRED',
  );
});

it('is answered by its link alone where a link has made the account: its inviter had that link too', async () => {
  const email = 'claimed@example.org';
  const tokenOf = ({ link }: { readonly link: string }) => link.slice(link.lastIndexOf('/') + 1);
  const first = await invite(email);
  const body = { token: tokenOf(first), display_name: 'Who knows', password: 'correct horse battery staple' };
  // Without a session: this one would take the place of the administrator's.
  await fetch(`${platform.url}/api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const claimed = await platform.signIn(email, body.password);
  await people().removeUser({ params: { id: claimed.session.user.id } });

  const second = await invite(email);
  const params = { id: second.invitation.id };
  expect(await idsOf(claimed)).toEqual([]);
  expect(await codeOf(people(claimed).acceptOwnInvitation({ params }))).toBe('HF_INVITATION_LINK_NEEDED');
  expect(await codeOf(people(claimed).declineOwnInvitation({ params }))).toBe('HF_INVITATION_LINK_NEEDED');
  const session = await people(claimed).acceptInvitation({ body: { token: tokenOf(second) } });
  expect(session.org).toMatchObject({ name: 'Main' });
});
