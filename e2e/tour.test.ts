import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePassword, openBrowser, openPerson, password, signIn } from './open-browser.ts';
import { type RunningPlatform, runPlatform } from './run-platform.ts';

const BUILD_MS = 300_000;
const realExport = path.resolve(import.meta.dirname, '../../shared/data/synthea');

let platform: RunningPlatform;
let browser: Browser;
let admin: { context: BrowserContext; page: Page; complaints: string[] };

beforeAll(async () => {
  browser = await openBrowser();
  platform = await runPlatform();
  admin = await openPerson(browser);
});
afterAll(async () => {
  await browser?.close();
  await platform?.remove();
});

const passwordFile = () => path.join(platform.dataDir, 'admin-password');

/** Creates an account in a group and signs it in, in a browser of its own. */
async function openMember(email: string, group?: string) {
  const args = ['users', 'create', email, '--org', 'main', '--json', ...(group ? ['--group', group] : [])];
  const { generated_password } = JSON.parse(await platform.command(...args)) as {
    generated_password: string;
  };
  const person = await openPerson(browser);
  await signIn(person.page, platform.url, email, generated_password);
  await choosePassword(person.page, generated_password);
  return person;
}

// One tour in order, as a user makes it on the first day: each step goes on from the one before.
describe('the first day', () => {
  it('signs in with the generated password, which must be changed and whose file goes away', async () => {
    expect(statSync(passwordFile()).mode & 0o777).toBe(0o600);
    const [email = '', generated = ''] = readFileSync(passwordFile(), 'utf8').split('\n');
    await signIn(admin.page, platform.url, email, generated);
    await choosePassword(admin.page, generated);
    expect(existsSync(passwordFile())).toBe(false);
  });

  it('builds the sample and shows it on Home', async () => {
    await expect.poll(() => countBuilt(admin.context), { timeout: BUILD_MS, interval: 1000 }).toBe(3);
    await admin.page.goto(platform.url);
    await admin.page.getByText('Patients and care').waitFor();
    await admin.page.getByText('500', { exact: true }).waitFor();
  });

  it('imports an export from the command line and builds what reads it', async () => {
    const folder = existsSync(realExport) ? realExport : path.join(platform.dataDir, 'sample');
    if (folder !== realExport) {
      const generator = path.resolve(import.meta.dirname, '../plugins/healthcare/scripts/generate-sample.ts');
      execFileSync(process.execPath, [generator, '--patients', '27', '--seed', '7', '--out', folder]);
    }
    const output = await platform.command('data', 'import', folder, '--schema', 'synthea', '--org', 'main');
    expect(output).toMatch(/patients\s+27/);
    await admin.page.goto(`${platform.url}/plugins/healthcare/patients`);
    await admin.page.getByText(/of 27/).waitFor();
  });

  it('opens a patient with a chart, and records who looked', async () => {
    await admin.page
      .getByRole('link')
      .filter({ hasText: /^[A-Z]/ })
      .first()
      .waitFor();
    await openFirstPatient(admin.page);
    await admin.page.locator('[role=img] svg').first().waitFor();
    await admin.page.getByRole('tab', { name: /access/i }).click();
    await admin.page.getByText('admin@localhost').first().waitFor();
  });

  it('lets a clinical_admin write a care note, and a clinical_viewer only read it', async () => {
    const writer = await openMember('writer@example.org', 'clinical_admin');
    await writer.page.goto(`${platform.url}/plugins/healthcare/patients`);
    await openFirstPatient(writer.page);
    const address = writer.page.url();
    await writer.page.getByRole('tab', { name: /notes/i }).click();
    await writer.page.getByLabel('New care note').fill('Call again on Monday.');
    await writer.page
      .getByRole('button', { name: /save|add/i })
      .first()
      .click();
    await writer.page.locator('article, p, div').getByText('Call again on Monday.').first().waitFor();

    const reader = await openMember('reader@example.org', 'clinical_viewer');
    await reader.page.goto(address);
    await reader.page.getByRole('tab', { name: /notes/i }).click();
    await reader.page.getByText('Call again on Monday.').first().waitFor();
    expect(await reader.page.getByLabel('New care note').count()).toBe(0);
    const id = address.split('/').at(-1)?.split('?')[0];
    const refused = await reader.context.request.post(`${platform.url}/api/healthcare/patients/${id}/notes`, {
      data: { body: 'no' },
    });
    expect(refused.status()).toBe(403);
    expect(await refused.json()).toMatchObject({
      code: 'HF_ACCESS_DENIED',
      context: { permission: 'patient.edit' },
    });
    expect([...writer.complaints, ...reader.complaints]).toEqual([]);
  });

  it('tells somebody without the permission what is missing and who can grant it', async () => {
    const visitor = await openMember('visitor@example.org');
    expect(await visitor.page.getByRole('link', { name: 'Patient 360' }).count()).toBe(0);
    await visitor.page.goto(`${platform.url}/plugins/healthcare/patients`);
    await visitor.page.getByText('patient.read').first().waitFor();
    await visitor.page.getByText('admin@localhost').first().waitFor();
  });

  it('shows a build node by node', async () => {
    await admin.page.goto(`${platform.url}/data/runs`);
    await admin.page.getByRole('button', { name: 'Build now' }).click();
    await admin.page.getByRole('menuitem', { name: /platform/i }).click();
    await admin.page.getByText('plugin_overview', { exact: false }).first().waitFor({ timeout: BUILD_MS });
    await expect
      .poll(() => admin.page.getByText(/^Done$/).count(), { timeout: BUILD_MS, interval: 500 })
      .toBeGreaterThan(0);
  });

  it('leads from builds over workspaces to one table, its rows, and what it is made of', async () => {
    const { page } = admin;
    await page.goto(`${platform.url}/data/runs`);
    await page.getByRole('link', { name: 'How fresh they are' }).click();
    const healthcare = page.getByRole('region', { name: 'Healthcare' });
    await healthcare.getByText('Works').waitFor();
    await healthcare.getByRole('link', { name: 'Datasets' }).click();
    await page.getByRole('searchbox').fill('patients');
    await page.getByRole('link', { name: /^patients ?One row a patient/ }).click();
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByText('All 27 rows.').waitFor();
    expect(await page.getByRole('columnheader', { name: /^birth_date/ }).count()).toBe(1);
    await page.getByRole('link', { name: 'Show in lineage' }).click();
    await page
      .getByRole('complementary', { name: 'patients' })
      .getByText(/used by [1-9]/)
      .waitFor();
  });

  it('walks the lineage with the keyboard', async () => {
    const { page } = admin;
    await page.getByRole('application', { name: /^Lineage/ }).focus();
    await page.keyboard.press('ArrowLeft');
    const before = page.getByRole('complementary', { name: /^(stg|int)_/ });
    const name = (await before.getByRole('heading').textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await page.goBack();
    await before.waitFor();
    await page.keyboard.press('Escape');
    await before.waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('healthcare_k');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'healthcare_kpis' }).waitFor();
  });

  it('refuses the rows of a table to who may only read about it, and says who can grant them', async () => {
    const analyst = await openMember('analyst@example.org', 'Analysts');
    await analyst.page.goto(`${platform.url}/data/datasets?search=patient_id&kind=model`);
    await analyst.page.getByRole('link', { name: /^patients ?One row a patient/ }).click();
    await analyst.page.getByRole('tab', { name: 'Preview' }).click();
    await analyst.page.getByText('dataset.preview').waitFor();
    await analyst.page.getByText(/admin@localhost.* can grant it/).waitFor();
    expect(analyst.complaints).toEqual([]);
  });

  it('makes a schedule whose next five times are shown, and builds it at once', async () => {
    const { page } = admin;
    await page.goto(`${platform.url}/data/schedules`);
    await page.getByRole('button', { name: 'New schedule' }).first().click();
    const drawer = page.getByRole('dialog', { name: 'New schedule' });
    await drawer.getByLabel('Name').fill('Every morning');
    await expect.poll(() => drawer.getByRole('listitem').count()).toBe(5);
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Every morning').first().waitFor();
    await page.getByRole('button', { name: 'Actions of Every morning' }).click();
    await page.getByRole('menuitem', { name: 'Build now' }).click();
    await page.getByRole('heading', { name: /^Build of / }).waitFor();
    await page.getByRole('tab', { name: 'Log' }).click();
    await expect
      .poll(() => page.getByText('Running for').count(), { timeout: BUILD_MS, interval: 500 })
      .toBe(0);
    await page.getByRole('link', { name: 'manifest.json' }).waitFor();
  });

  it('says where a broken plugin is wrong while the others serve', async () => {
    const folder = path.join(platform.dataDir, 'plugins', 'broken');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'plugin.yaml'),
      'name: broken\nversion: 1.10\npermissions: [Patient.Read]\n',
    );
    expect(await platform.stop()).toBe(0);
    await platform.start();
    await admin.page.goto(`${platform.url}/admin/plugins`);
    await signInAgain();
    await admin.page.goto(`${platform.url}/admin/plugins`);
    await admin.page.getByText('broken').first().click();
    await admin.page
      .getByText(/plugin\.yaml:2:10/)
      .first()
      .waitFor();
    expect((await admin.context.request.get(`${platform.url}/api/_demo/ping`)).status()).toBe(200);
  });

  it('comes back after kill -9 with everything in place', async () => {
    await platform.kill();
    await platform.start();
    await signInAgain();
    await admin.page.goto(`${platform.url}/plugins/healthcare/patients`);
    await admin.page.getByText(/of 27/).waitFor();
  });

  it('leaves the browser without a complaint', () => {
    expect(admin.complaints).toEqual([]);
  });
});

/** A restart takes another port, which is another site for the browser's cookie only by luck the same host. */
async function signInAgain(): Promise<void> {
  const response = await admin.context.request.get(`${platform.url}/api/auth/session`);
  if (response.ok()) return;
  await signIn(admin.page, platform.url, 'admin@localhost', password);
  await admin.page.getByRole('heading', { name: 'Home' }).waitFor();
}

async function openFirstPatient(page: Page): Promise<void> {
  await page.getByText(/of 27/).waitFor();
  await page.locator('tbody tr a, tbody tr').first().click();
  await page.getByRole('tab', { name: /overview/i }).waitFor();
}

async function countBuilt(context: BrowserContext): Promise<number> {
  const response = await context.request.get(`${platform.url}/api/dbt/runs?state=success`);
  if (!response.ok()) return 0;
  return ((await response.json()) as { total: number }).total;
}
