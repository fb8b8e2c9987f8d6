import path from 'node:path';
import { lifeCycleApi, type PluginPlan, pluginsApi, type StepRequest } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const manifest = (version: string, more = '') => `name: clinic
version: ${version}
routers: ["./backend/visits.ts:router"]
permissions: [visit.read${more.includes('visit.edit') ? ', visit.edit' : ''}]
seed_groups:
  - { name: clinic_staff, permissions: [visit.read${more.includes('visit.edit') ? ', visit.edit' : ''}] }
`;
const router = (answer: string) => `export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async () => ({ answer: '${answer}' }));
};`;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform({
    // Nothing happens by itself here: every step is asked for.
    env: { PLUGIN_AUTO_INSTALL: 'none' },
    plugins: [
      { slug: 'clinic', files: { 'plugin.yaml': manifest('1.0.0'), 'backend/visits.ts': router('one') } },
    ],
  });
});
afterAll(() => platform.stop());

const life = () => platform.admin.client(lifeCycleApi);
const visits = async () => {
  const response = await platform.admin.fetch('/api/clinic/visits');
  return { status: response.status, body: await response.json() };
};
const edit = (files: Record<string, string>) =>
  writeFiles(path.join(platform.installDir, 'plugins', 'clinic'), files);

async function take(request: StepRequest): Promise<PluginPlan> {
  const plan = await life().plan({ body: request });
  const applied = await life().apply({ body: { ...request, plan_id: plan.id } });
  expect(applied.plan).toEqual(plan);
  return plan;
}

describe('the life of a plugin', () => {
  it('installs a folder that was found', async () => {
    expect((await visits()).status).toBe(404);
    const plan = await take({ step: 'install', plugin: 'clinic' });
    expect(plan).toMatchObject({ from: null, to: { version: '1.0.0' }, blockers: [] });
    expect(plan.changes).toContainEqual({
      surface: 'routes',
      change: 'added',
      name: 'GET /api/clinic/visits',
      detail: 'visit.read',
    });
    expect(await visits()).toEqual({ status: 200, body: { answer: 'one' } });
  });

  it('disables and enables it for one organisation at once', async () => {
    await take({ step: 'disable', plugin: 'clinic' });
    expect(await visits()).toMatchObject({ status: 404, body: { code: 'HF_PLUGIN_DISABLED' } });
    await take({ step: 'enable', plugin: 'clinic' });
    expect(await visits()).toEqual({ status: 200, body: { answer: 'one' } });
  });

  it('names who loses it when an organisation disables it', async () => {
    await platform.createMember('nurse@example.org', ['clinic_staff']);
    const plan = await life().plan({ body: { step: 'disable', plugin: 'clinic' } });
    expect(plan.access).toMatchObject([
      { email: 'nurse@example.org', permission: 'visit.read', change: 'loses', through: 'clinic_staff' },
    ]);
  });

  it('plans an upgrade without changing anything, and carries out exactly that plan', async () => {
    await edit({ 'plugin.yaml': manifest('1.1.0', 'visit.edit'), 'backend/visits.ts': router('two') });
    const plan = await life().plan({ body: { step: 'upgrade', plugin: 'clinic' } });
    expect(plan).toMatchObject({ from: { version: '1.0.0' }, to: { version: '1.1.0' }, blockers: [] });
    expect(plan.changes.map(({ surface, change, name }) => [surface, change, name])).toEqual([
      ['files', 'changed', 'backend/visits.ts'],
      ['files', 'changed', 'plugin.yaml'],
    ]);
    expect(plan.seeds).toContainEqual(
      expect.objectContaining({ kind: 'permission_added', permission: 'visit.edit', group: 'clinic_staff' }),
    );
    expect(await visits()).toEqual({ status: 200, body: { answer: 'one' } });
    await life().apply({ body: { step: 'upgrade', plugin: 'clinic', plan_id: plan.id } });
    expect(await visits()).toEqual({ status: 200, body: { answer: 'two' } });
  });

  it('refuses a plan that no longer fits', async () => {
    await edit({ 'backend/visits.ts': router('three') });
    const plan = await life().plan({ body: { step: 'upgrade', plugin: 'clinic' } });
    await edit({ 'backend/visits.ts': router('four') });
    const refused = life().apply({ body: { step: 'upgrade', plugin: 'clinic', plan_id: plan.id } });
    await expect(refused).rejects.toMatchObject({ code: 'HF_PLUGIN_PLAN_OUTDATED' });
    expect(await visits()).toEqual({ status: 200, body: { answer: 'two' } });
  });

  it('does not switch to a version that does not mount', async () => {
    await edit({
      'backend/visits.ts': 'export const router = async (app) => { app.get("/visits", () => 1) };',
    });
    const plan = await life().plan({ body: { step: 'upgrade', plugin: 'clinic' } });
    expect(plan.blockers).toMatchObject([{ code: 'HF_ROUTE_PERMISSION_MISSING' }]);
    const refused = life().apply({ body: { step: 'upgrade', plugin: 'clinic', plan_id: plan.id } });
    await expect(refused).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_BLOCKED' });
    expect(await visits()).toEqual({ status: 200, body: { answer: 'two' } });
  });

  it('rolls back in one call, and does not take the folder’s version up again by itself', async () => {
    await edit({ 'backend/visits.ts': router('two') });
    await take({ step: 'roll_back', plugin: 'clinic' });
    expect(await visits()).toEqual({ status: 200, body: { answer: 'one' } });
    await platform.restart();
    expect(await visits()).toEqual({ status: 200, body: { answer: 'one' } });
    const { plugins } = await platform.admin.client(pluginsApi).list();
    expect(plugins.find(({ name }) => name === 'clinic')).toMatchObject({
      version: '1.0.0',
      state: 'active',
      update: { version: '1.1.0', held: true },
    });
  });

  it('keeps a record of every step', async () => {
    const { steps, generations } = await life().history({ params: { slug: 'clinic' } });
    expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'roll_back done',
      'upgrade done',
      'enable done',
      'disable done',
      'install done',
    ]);
    expect(generations.map(({ version, active }) => [version, active])).toEqual([
      ['1.0.0', true],
      ['1.1.0', false],
    ]);
  });

  it('lets one of two administrators take a step at a time', async () => {
    const request = { step: 'disable', plugin: 'clinic' } as const;
    const outcomes = await Promise.allSettled([
      life().apply({ body: request }),
      life().apply({ body: request }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(['HF_PLUGIN_BUSY', 'HF_PLUGIN_STEP_IMPOSSIBLE']).toContain(refused?.reason.code);
    await take({ step: 'enable', plugin: 'clinic' });
  });
});

describe('rights', () => {
  it('lets a member neither plan nor take a step', async () => {
    const member = await platform.createMember('viewer@example.org');
    const refused = member.client(lifeCycleApi).plan({ body: { step: 'disable', plugin: 'clinic' } });
    await expect(refused).rejects.toMatchObject({ code: 'HF_ACCESS_DENIED' });
  });

  it('lets only superadmins take steps for the whole platform, and only the command line name folders', async () => {
    const admin = await platform.createMember('orgadmin@example.org', ['Org Admins']);
    const upgrade = admin.client(lifeCycleApi).plan({ body: { step: 'upgrade', plugin: 'clinic' } });
    await expect(upgrade).rejects.toMatchObject({ code: 'HF_ACCESS_DENIED' });
    const folder = life().plan({ body: { step: 'install', folder: '/etc' } });
    await expect(folder).rejects.toMatchObject({ code: 'HF_PLUGIN_FOLDER_FORBIDDEN' });
  });
});
