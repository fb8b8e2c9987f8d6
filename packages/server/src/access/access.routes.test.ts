import { accessApi, auditApi, peopleApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

it('writes down each change of a group, with what was changed', async () => {
  const access = platform.admin.client(accessApi);
  const ada = (await platform.admin.client(peopleApi).createUser({ body: { email: 'ada@example.org' } }))
    .user;
  const { id } = await access.createGroup({ body: { name: 'night_shift' } });
  const grant = { permission_type: 'audit.read', target_id: null };
  await access.addMember({ params: { id, user_id: ada.id } });
  await access.grant({ params: { id }, body: grant });
  await access.revoke({ params: { id }, body: grant });
  await access.removeMember({ params: { id, user_id: ada.id } });
  await access.deleteGroup({ params: { id } });

  const { rows } = await platform.admin.client(auditApi).list({ query: { target_id: id } });
  expect(
    rows.map(({ action, target_type, details }) => ({ action, target_type, details })).reverse(),
  ).toEqual([
    {
      action: 'group.created',
      target_type: 'group',
      details: expect.objectContaining({ name: 'night_shift' }),
    },
    { action: 'group.member_added', target_type: 'group', details: { user_id: ada.id } },
    { action: 'permission.granted', target_type: 'group', details: grant },
    { action: 'permission.revoked', target_type: 'group', details: grant },
    { action: 'group.member_removed', target_type: 'group', details: { user_id: ada.id } },
    { action: 'group.deleted', target_type: 'group', details: { name: 'night_shift', grants: [] } },
  ]);
});

it('writes down who was created without the password that they got', async () => {
  const people = platform.admin.client(peopleApi);
  const { user } = await people.createUser({ body: { email: 'vic@example.org' } });
  await people.resetPassword({ params: { id: user.id } });

  const { rows } = await platform.admin.client(auditApi).list({ query: { target_id: user.id } });
  expect(rows.map(({ action, details }) => ({ action, details })).reverse()).toEqual([
    { action: 'user.created', details: { email: 'vic@example.org' } },
    { action: 'user.password_reset', details: {} },
  ]);
});
