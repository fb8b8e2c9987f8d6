import { createHash } from 'node:crypto';
import { type Shell, shellAddress } from './shell.ts';

/** The page that every address of the shell answers with, and the policy that goes with it. */
export interface IndexPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

const HEAD = '<!-- head -->';
const DEVELOPMENT_SCRIPT = /\s*<script type="module" src="\/src\/main\.tsx"><\/script>/;

/** Fills the built names into the template. The import map stands first: no module may load before it. */
export function renderIndexPage(shell: Shell): IndexPage {
  const importMap = renderImportMap(shell);
  const address = (file: string) => escapeAttribute(shellAddress(shell, file));
  const head = [
    `<script type="importmap">${importMap}</script>`,
    ...shell.preload.map((file) => `<link rel="modulepreload" href="${address(file)}" />`),
    ...shell.styles.map((file) => `<link rel="stylesheet" href="${address(file)}" />`),
    `<script type="module" src="${address(shell.entry)}"></script>`,
  ];
  const html = shell.template.replace(DEVELOPMENT_SCRIPT, '').replace(HEAD, () => head.join('\n    '));
  return { html, contentSecurityPolicy: renderPolicy([importMap]) };
}

function renderImportMap(shell: Shell): string {
  const addresses = Object.entries(shell.shared).map(([name, file]) => [name, shellAddress(shell, file)]);
  return JSON.stringify({ imports: Object.fromEntries(addresses) }).replaceAll('<', '\\u003c');
}

/**
 * Everything from this server, nothing inline but the scripts given. Styles may be inline because Mantine sets
 * its variables in style elements and attributes.
 */
export function renderPolicy(inlineScripts: readonly string[]): string {
  const hashes = inlineScripts.map(
    (text) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join('')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Shown until the shell is built; asks again by itself. */
export const startingPage: IndexPage = {
  html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="2" />
    <title>Honeyframe is starting</title>
    <link rel="icon" href="data:," />
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { display: grid; place-content: center; min-height: 100vh; margin: 0; text-align: center; }
      p { opacity: 0.7; margin: 0; }
    </style>
  </head>
  <body>
    <main>
      <h1>Honeyframe is starting</h1>
      <p>Its pages are being built; this page opens by itself.</p>
    </main>
  </body>
</html>
`,
  contentSecurityPolicy: renderPolicy([]),
};

/** Shown when the shell could not be built: why, in the words of the error. */
export function renderFailurePage(message: string, hint: string): IndexPage {
  const text = (value: string) => escapeAttribute(value);
  const html = startingPage.html
    .replace(/\s*<meta http-equiv[^>]*>/, '')
    .replaceAll('Honeyframe is starting', 'Honeyframe has no pages')
    .replace(/<p>.*<\/p>/, () => `<p>${text(message)}</p>\n      <p>${text(hint)}</p>`);
  return { html, contentSecurityPolicy: startingPage.contentSecurityPolicy };
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
