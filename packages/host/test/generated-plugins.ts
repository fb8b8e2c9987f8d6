import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Makes one plugin that neither git nor an editor holds well, in the folder `plugins` of a temporary root. */
type Generate = (plugins: string) => void;

/** Levels that abort the process in the YAML library on older Nodes. */
const deep = 5000;
const nested = `${'['.repeat(deep)}${']'.repeat(deep)}`;

function writeManifest(plugins: string, slug: string, content: string | Uint8Array): void {
  mkdirSync(path.join(plugins, slug), { recursive: true });
  writeFileSync(path.join(plugins, slug, 'plugin.yaml'), content);
}

function header(slug: string): string {
  return `name: ${slug}\nversion: 0.1.0\n`;
}

/** By the name of the golden folder that holds the `expected.json`. */
export const generatedPlugins: Readonly<Record<string, Generate>> = {
  'one-megabyte': (plugins) =>
    writeManifest(
      plugins,
      'one-megabyte',
      `${header('one-megabyte')}description: ${'x'.repeat(1024 * 1024)}\n`,
    ),
  'deep-flow': (plugins) => writeManifest(plugins, 'deep-flow', `${header('deep-flow')}nav: ${nested}\n`),
  'deep-flow-two-documents': (plugins) =>
    writeManifest(
      plugins,
      'deep-flow-two-documents',
      `${header('deep-flow-two-documents')}---\nnav: ${nested}\n`,
    ),
  'deep-block': (plugins) => {
    const lines = Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:\n`);
    writeManifest(
      plugins,
      'deep-block',
      `${header('deep-block')}nav:\n${lines.map((line) => ` ${line}`).join('')}`,
    );
  },
  'deep-dashes': (plugins) =>
    writeManifest(plugins, 'deep-dashes', `${header('deep-dashes')}nav:\n  ${'- '.repeat(deep)}x\n`),
  'deep-in-quotes': (plugins) =>
    writeManifest(
      plugins,
      'deep-in-quotes',
      `${header('deep-in-quotes')}description: '${'[ '.repeat(200)}'\n`,
    ),
  'binary-file': (plugins) =>
    writeManifest(
      plugins,
      'binary-file',
      Uint8Array.from({ length: 512 }, (_, index) => (index * 7) % 256),
    ),
  'utf-16': (plugins) =>
    writeManifest(plugins, 'utf-16', Buffer.from(`\ufeff${header('utf-16')}`, 'utf16le')),
  'no-read-permission': (plugins) => {
    writeManifest(plugins, 'no-read-permission', header('no-read-permission'));
    chmodSync(path.join(plugins, 'no-read-permission', 'plugin.yaml'), 0o000);
  },
  'folder-without-permission': (plugins) => {
    writeManifest(plugins, 'folder-without-permission', header('folder-without-permission'));
    chmodSync(path.join(plugins, 'folder-without-permission'), 0o000);
  },
  'folder-that-is-a-file': (plugins) => {
    rmSync(path.join(plugins, 'folder-that-is-a-file'), { recursive: true, force: true });
    writeFileSync(path.join(plugins, 'folder-that-is-a-file'), header('folder-that-is-a-file'));
  },
  'broken-link': (plugins) => {
    rmSync(path.join(plugins, 'broken-link'), { recursive: true, force: true });
    symlinkSync('nowhere', path.join(plugins, 'broken-link'));
  },
  'manifest-linked-outside': (plugins) => {
    mkdirSync(path.join(plugins, 'manifest-linked-outside'), { recursive: true });
    symlinkSync('/etc/passwd', path.join(plugins, 'manifest-linked-outside', 'plugin.yaml'));
  },
  'manifest-is-a-pipe': (plugins) => {
    mkdirSync(path.join(plugins, 'manifest-is-a-pipe'), { recursive: true });
    execFileSync('mkfifo', [path.join(plugins, 'manifest-is-a-pipe', 'plugin.yaml')]);
  },
  'router-outside-link': (plugins) => {
    const plugin = path.join(plugins, 'router-outside-link');
    symlinkSync('../../../good/backend/routers/things.ts', path.join(plugin, 'backend/routers/stolen.ts'));
    symlinkSync('../good/backend/routers', path.join(plugin, 'linked'));
  },
  'linked-folder': (plugins) => {
    rmSync(path.join(plugins, 'linked-folder'), { recursive: true, force: true });
    const elsewhere = path.join(plugins, '..', 'elsewhere', 'checkout');
    mkdirSync(elsewhere, { recursive: true });
    writeFileSync(path.join(elsewhere, 'plugin.yaml'), header('linked-folder'));
    symlinkSync('../elsewhere/checkout', path.join(plugins, 'linked-folder'));
  },
};
