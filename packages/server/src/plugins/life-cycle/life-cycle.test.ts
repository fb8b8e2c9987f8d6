import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lifeCycleApi, type PluginPlan, pluginsApi, type StepRequest } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { create } from 'tar';
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

describe('an archive', () => {
  const send = async (files: Record<string, string>, query = '') => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-archive-'));
    await writeFiles(path.join(folder, 'package'), files);
    await create({ gzip: true, file: path.join(folder, 'plugin.tgz'), cwd: folder }, ['package']);
    const response = await platform.admin.fetch(`/api/plugins/uploads${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/gzip' },
      body: await readFile(path.join(folder, 'plugin.tgz')),
    });
    await rm(folder, { recursive: true });
    return { status: response.status, body: (await response.json()) as { upload: string; code: string } };
  };
  const lab = (version: string) => ({
    'plugin.yaml': manifest(version)
      .replace('name: clinic', 'name: lab')
      .replaceAll('clinic_', 'lab_')
      .replaceAll('visit.', 'sample.'),
    'backend/visits.ts': router(`lab ${version}`).replaceAll('visit.', 'sample.'),
  });
  const ask = async () => (await platform.admin.fetch('/api/lab/visits')).json();

  it('is planned, installed, runs after a restart, and is upgraded by another one', async () => {
    const first = await send(lab('1.0.0'));
    expect(first).toMatchObject({ status: 200, body: { plugin: 'lab', version: '1.0.0' } });
    await take({ step: 'install', upload: first.body.upload });
    expect(await ask()).toEqual({ answer: 'lab 1.0.0' });
    await platform.restart();
    expect(await ask()).toEqual({ answer: 'lab 1.0.0' });
    const second = await send(lab('2.0.0'));
    await take({ step: 'upgrade', upload: second.body.upload });
    expect(await ask()).toEqual({ answer: 'lab 2.0.0' });
    await take({ step: 'roll_back', plugin: 'lab' });
    expect(await ask()).toEqual({ answer: 'lab 1.0.0' });
  });

  it('is refused with a wrong checksum, without a valid manifest, and for a name that comes from elsewhere', async () => {
    const checksum = `?checksum=${'0'.repeat(64)}`;
    expect((await send(lab('3.0.0'), checksum)).body.code).toMatch(/^HF_ARCHIVE_/);
    expect((await send({ 'plugin.yaml': 'name: [' })).body.code).toBe('HF_PLUGIN_STEP_BLOCKED');
    const clinic = await send({ 'plugin.yaml': manifest('9.0.0'), 'backend/visits.ts': router('other') });
    const plan = await life().plan({ body: { step: 'upgrade', upload: clinic.body.upload } });
    expect(plan.blockers).toMatchObject([{ code: 'HF_PLUGIN_SOURCE_CONFLICT' }]);
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
