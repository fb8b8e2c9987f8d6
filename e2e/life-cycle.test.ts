import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePassword, openBrowser, openPerson, signIn } from './open-browser.ts';
import { type RunningPlatform, runPlatform } from './run-platform.ts';

let platform: RunningPlatform;
let browser: Browser;
let admin: { context: BrowserContext; page: Page; complaints: string[] };

beforeAll(async () => {
  browser = await openBrowser();
  // Nothing is installed by itself, so that every step is somebody's.
  platform = await runPlatform({ PLUGIN_AUTO_INSTALL: 'none' });
  admin = await openPerson(browser);
  const [email = '', generated = ''] = readFileSync(
    path.join(platform.dataDir, 'admin-password'),
    'utf8',
  ).split('\n');
  await signIn(admin.page, platform.url, email, generated);
  await choosePassword(admin.page, generated);
});
afterAll(async () => {
  await browser?.close();
  await platform?.remove();
});

/** A plugin as its author would pack it: a route and a page that tell which version they are of. */
function packVersion(version: string, permissions: string): string {
  return pack(`greeting-${version}`, {
    'plugin.yaml': `name: greeting
version: ${version}
display_name: Greeting
routers: ["./backend/routers/greetings.ts:router"]
frontend_entry: frontend/src/index.tsx
nav: [{ label: Greetings, path: /greeting, icon: hand }]
permissions: [${permissions}]
seed_groups: [{ name: greeters, permissions: [${permissions}] }]
`,
    'backend/routers/greetings.ts': `export const router = async (app) => {
  app.get('/greetings', { config: { permission: 'greeting.read' } }, async () => ({ version: '${version}' }));
};
`,
    'frontend/src/index.tsx': `import { defineFrontend } from '@honeyframe/sdk/frontend';
export default defineFrontend({
  pages: [{ path: '/', title: 'Greetings', permission: 'greeting.read', load: () => import('./greetings.tsx') }],
  blocks: [],
});
`,
    'frontend/src/greetings.tsx': `import { Page } from '@honeyframe/sdk/ui';
export default () => <Page title="Greetings"><p>Hello from ${version}</p></Page>;
`,
  });
}

/** A plugin that stores what it is told. */
function packDiary(): string {
  return pack('diary-1.0.0', {
    'plugin.yaml': `name: diary
version: 1.0.0
display_name: Diary
routers: ["./backend/entries.ts:router"]
permissions: [entry.read, entry.edit]
seed_groups: [{ name: diarists, permissions: [entry.read, entry.edit] }]
migrations: migrations
`,
    'migrations/0001-entries.sql': 'create table entries (org_id uuid not null, body text not null);',
    'backend/entries.ts': `export const router = async (app) => {
  app.get('/entries', { config: { permission: 'entry.read' } }, async ({ ctx }) => ctx.db.query('select body from entries'));
  app.post('/entries', { config: { permission: 'entry.edit' } }, async ({ ctx, body }) => {
    await ctx.db.query('insert into entries (org_id, body) values ($1, $2)', [ctx.org.id, body.body]);
    return {};
  });
};
`,
  });
}

function pack(name: string, files: Readonly<Record<string, string>>): string {
  const folder = path.join(platform.dataDir, 'cache', name, 'package');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const archive = path.join(platform.dataDir, 'cache', `${name}.tgz`);
  execFileSync('tar', ['-czf', archive, '-C', path.dirname(folder), 'package']);
  return archive;
}

async function planArchive(archive: string): Promise<void> {
  await admin.page.goto(`${platform.url}/admin/plugins`);
  await admin.page.getByRole('button', { name: 'Install', exact: true }).click();
  await admin.page.getByLabel('A plugin’s .tgz').setInputFiles(archive);
}

/** As a file manager drops a file onto the page. */
async function dropArchive(archive: string): Promise<void> {
  await admin.page.goto(`${platform.url}/admin/plugins?dialog=install`);
  const bytes = readFileSync(archive).toString('base64');
  // As text, since it runs in the page, whose types this program does not know.
  const dataTransfer = await admin.page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    const data = Uint8Array.from(atob('${bytes}'), (character) => character.charCodeAt(0));
    transfer.items.add(new File([data], 'greeting-1.0.0.tgz', { type: 'application/gzip' }));
    return transfer;
  })()`);
  await admin.page.getByText('Drop a plugin’s .tgz here').dispatchEvent('drop', { dataTransfer });
}

const confirm = (name: string) => admin.page.getByRole('button', { name, exact: true }).click();
const greetingSwitch = () => admin.page.getByRole('switch', { name: 'Greeting is enabled here' });
const askDiary = async () => {
  const response = await admin.context.request.get(`${platform.url}/api/diary/entries`);
  return { status: response.status(), body: await response.json() };
};
const installDiary = async () => {
  await planArchive(packDiary());
  await admin.page.getByRole('heading', { name: 'Install Diary 1.0.0' }).waitFor();
  await confirm('Install');
  await admin.page.getByText('Diary is installed').waitFor();
};
const ask = async (context: BrowserContext) => {
  const response = await context.request.get(`${platform.url}/api/greeting/greetings`);
  return { status: response.status(), body: await response.json() };
};

// One life in order: each step goes on from the one before.
describe('the life of a plugin, on its page', () => {
  let nora: { context: BrowserContext; page: Page; complaints: string[] };

  it('refuses an archive that is none', async () => {
    const file = path.join(platform.dataDir, 'cache', 'noise.tgz');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'noise');
    await planArchive(file);
    await admin.page.getByText('The archive was not accepted').waitFor();
  });

  it('shows the plan of a dropped archive, installs it, and its page is in the sidebar', async () => {
    await dropArchive(packVersion('1.0.0', 'greeting.read'));
    await admin.page.getByRole('heading', { name: 'Install Greeting 1.0.0' }).waitFor();
    await admin.page.getByText('GET /api/greeting/greetings').waitFor();
    await admin.page.getByText("The group 'greeters' is created.").waitFor();
    expect((await ask(admin.context)).status).toBe(404);
    await confirm('Install');
    await admin.page.getByText('Greeting is installed').waitFor();
    await admin.page.getByRole('navigation').getByRole('link', { name: 'Greetings' }).click();
    await admin.page.getByText('Hello from 1.0.0').waitFor();
  });

  it('names who loses it before an organisation disables it, and enables it at once', async () => {
    const { generated_password } = JSON.parse(
      await platform.command(
        'users',
        'create',
        'nora@example.org',
        '--name',
        'Nora',
        '--group',
        'greeters',
        '--json',
      ),
    ) as { generated_password: string };
    nora = await openPerson(browser);
    await signIn(nora.page, platform.url, 'nora@example.org', generated_password);
    await choosePassword(nora.page, generated_password);
    expect((await ask(nora.context)).body).toEqual({ version: '1.0.0' });

    await admin.page.goto(`${platform.url}/admin/plugins`);
    await greetingSwitch().focus();
    await admin.page.keyboard.press('Space');
    await admin.page.getByText('1 person loses “read greetings”; nobody gains anything.').waitFor();
    await admin.page.getByRole('cell', { name: 'Nora' }).waitFor();
    await confirm('Disable');
    await admin.page.getByText('Greeting is disabled').waitFor();
    expect(await ask(nora.context)).toMatchObject({ status: 404, body: { code: 'HF_PLUGIN_DISABLED' } });
    await nora.page.reload();
    await nora.page.getByRole('heading', { name: 'Home' }).waitFor();
    expect(await nora.page.getByRole('link', { name: 'Greetings' }).count()).toBe(0);

    await admin.page.goto(`${platform.url}/admin/plugins`);
    await greetingSwitch().focus();
    await admin.page.keyboard.press('Space');
    await admin.page.getByText('Greeting is enabled.').waitFor();
    expect((await ask(nora.context)).body).toEqual({ version: '1.0.0' });
  });

  it('upgrades from another archive, and says who gains what', async () => {
    await planArchive(packVersion('1.1.0', 'greeting.read, greeting.edit'));
    await admin.page.getByRole('heading', { name: 'Upgrade Greeting from 1.0.0 to 1.1.0' }).waitFor();
    await admin.page.getByText('1 person gains “edit greetings”; nobody loses anything.').waitFor();
    await confirm('Upgrade');
    await admin.page.getByText('Greeting is upgraded').waitFor();
    expect((await ask(nora.context)).body).toEqual({ version: '1.1.0' });
    await admin.page.getByRole('navigation').getByRole('link', { name: 'Greetings' }).click();
    await admin.page.getByText('Hello from 1.1.0').waitFor();
  });

  it('does nothing for a plan that somebody else overtook, and says so', async () => {
    await admin.page.goto(`${platform.url}/admin/plugins?plugin=greeting&tab=history`);
    await admin.page.getByRole('link', { name: /^Roll back to 1\.0\.0/ }).click();
    await admin.page.getByRole('heading', { name: 'Roll Greeting back from 1.1.0 to 1.0.0' }).waitFor();
    await platform.command('plugin', 'disable', 'greeting', '--yes');
    await platform.command('plugin', 'enable', 'greeting', '--yes');
    await platform.command('plugin', 'rollback', 'greeting', '--yes');
    await admin.page.getByRole('checkbox', { name: /greeting\.edit/ }).check();
    await confirm('Roll back');
    await admin.page.getByText('Nothing was done: somebody was quicker').waitFor();
    expect(await admin.page.getByRole('button', { name: 'Roll back', exact: true }).isDisabled()).toBe(true);
    await confirm('Make a new plan');
    await admin.page.getByText('There is no plan for this').waitFor();
    expect((await ask(nora.context)).body).toEqual({ version: '1.0.0' });
  });

  it('rolls back and forth, and keeps a history of it all', async () => {
    await platform.command('plugin', 'rollback', 'greeting', '--to', '1.1.0', '--yes');
    await admin.page.goto(`${platform.url}/admin/plugins?plugin=greeting&tab=history`);
    await admin.page.getByRole('link', { name: /^Roll back to 1\.0\.0/ }).click();
    await admin.page.getByRole('checkbox', { name: /greeting\.edit/ }).check();
    await confirm('Roll back');
    await admin.page.getByText('Greeting is rolled back').waitFor();
    expect((await ask(nora.context)).body).toEqual({ version: '1.0.0' });
    await admin.page.getByRole('link', { name: 'History' }).click();
    await admin.page.getByText('Rolled back from 1.1.0 to 1.0.0').first().waitFor();
    await admin.page.getByText('Upgraded from 1.0.0 to 1.1.0').waitFor();
    const history = JSON.parse(await platform.command('plugin', 'history', 'greeting', '--json')) as {
      steps: readonly { step: string; outcome: string }[];
    };
    expect(history.steps.filter(({ outcome }) => outcome === 'done').map(({ step }) => step)).toEqual([
      'roll_back',
      'roll_back',
      'roll_back',
      'enable',
      'disable',
      'upgrade',
      'enable',
      'disable',
      'install',
    ]);
  });

  it('refuses the archive of another plugin where one is upgraded', async () => {
    await admin.page.goto(`${platform.url}/admin/plugins?plugin=greeting`);
    await admin.page.getByRole('button', { name: 'More for Greeting' }).click();
    await admin.page.getByRole('menuitem', { name: 'Upgrade from an archive' }).click();
    await admin.page.getByRole('dialog', { name: 'Upgrade Greeting from an archive' }).waitFor();
    await admin.page.getByLabel('A plugin’s .tgz').setInputFiles(packDiary());
    await admin.page
      .getByText("The archive holds the plugin 'diary', not 'greeting'. Nothing was done.")
      .waitFor();
  });

  it('keeps the data of an uninstalled plugin for its next installation', async () => {
    await installDiary();
    await admin.context.request.post(`${platform.url}/api/diary/entries`, { data: { body: 'Monday' } });
    expect((await askDiary()).body).toEqual([{ body: 'Monday' }]);
    await admin.page.goto(`${platform.url}/admin/plugins?plugin=diary`);
    await admin.page.getByRole('button', { name: 'More for Diary' }).click();
    await admin.page.getByRole('menuitem', { name: 'Uninstall' }).click();
    await admin.page.getByText('1 row, ').waitFor();
    await confirm('Uninstall');
    await admin.page.getByText('Its data is kept for a later installation.').waitFor();
    expect(await askDiary()).toMatchObject({ status: 404, body: { code: 'HF_PLUGIN_UNINSTALLED' } });
    expect(await platform.command('plugin', 'list')).toMatch(/diary .* uninstalled, data kept/);
    await admin.page.goto(`${platform.url}/admin/plugins`);
    await admin.page.getByRole('heading', { name: 'Data kept' }).waitFor();
    await installDiary();
    expect((await askDiary()).body).toEqual([{ body: 'Monday' }]);
  });

  it('leaves nothing of a plugin whose data is deleted, once its name is typed', async () => {
    await platform.command('plugin', 'uninstall', 'diary', '--yes');
    await admin.page.goto(`${platform.url}/admin/plugins`);
    await admin.page.getByRole('link', { name: 'Delete the data of Diary' }).click();
    await admin.page.getByText('Gone for good: 1 row, ').waitFor();
    const button = admin.page.getByRole('button', { name: 'Delete data', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await admin.page.getByLabel('Type ‘diary’ to confirm').fill('diary');
    await button.click();
    await admin.page.getByText('Nothing of it is left.').waitFor();
    expect(await platform.command('plugin', 'list')).not.toContain('diary');
    const report = JSON.parse(await platform.command('doctor', '--json')) as {
      findings: readonly { check: string; level: string }[];
    };
    expect(report.findings.filter(({ check }) => check === 'orphans')).toMatchObject([{ level: 'ok' }]);
    await installDiary();
    expect((await askDiary()).body).toEqual([]);
  });

  it('leaves the browser without a complaint', () => {
    expect([...admin.complaints, ...nora.complaints]).toEqual([]);
  });
});
