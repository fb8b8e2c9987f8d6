import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const candidates = [
  process.env.HONEYFRAME_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
  if (!executablePath)
    throw new Error('There is no Chromium. Install it, or set HONEYFRAME_CHROMIUM to its program.');
  return chromium.launch({ executablePath, args: quiet });
}

/** A page of a person of his own; what the browser complains of is collected. */
export async function openPerson(
  browser: Browser,
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is an answer that the page shows, not a defect of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** Signs in through the page. */
export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(url);
  // On a first start the shell is still being built, which takes long on a busy machine.
  await page.getByLabel(/e-?mail/i).fill(email, { timeout: 180_000 });
  await page.getByLabel(/^password/i).fill(password);
  await page.keyboard.press('Enter');
}

/** What everybody chooses instead of a generated password. */
export const password = 'a sentence nobody guesses';

/** Goes on from the first sign-in, with a generated password, to Home. */
export async function choosePassword(page: Page, generated: string): Promise<void> {
  await page.getByLabel('Generated password').fill(generated);
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('New password again').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Home' }).waitFor();
}
