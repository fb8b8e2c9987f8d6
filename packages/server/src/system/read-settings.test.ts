import path from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from './read-settings.ts';

const repositoryRoot = path.resolve(import.meta.dirname, '../../../..');

it('keeps data beside the code in development', () => {
  expect(readSettings({})).toMatchObject({
    install_dir: repositoryRoot,
    data_dir: path.join(repositoryRoot, '.honeyframe'),
    host: '127.0.0.1',
    port: 8001,
    plugin_auto_install: 'all',
    webhook_hosts: [],
    warehouse_kept_versions: 5,
    warehouse_history_bytes: 20e9,
    trusted_proxies: [],
  });
});

it('keeps data outside an installation that names INSTALL_DIR', () => {
  expect(readSettings({ INSTALL_DIR: '/opt/honeyframe' }).data_dir).toBe('/var/lib/honeyframe');
  expect(readSettings({ INSTALL_DIR: '/opt/honeyframe', DATA_DIR: '/srv/hf' }).data_dir).toBe('/srv/hf');
});

it('takes an empty variable for one that is not set', () => {
  expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({
    port: 8001,
    database_url: undefined,
  });
});

it('splits the trusted proxies', () => {
  const settings = readSettings({ HONEYFRAME_TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
  expect(settings.trusted_proxies).toEqual(['10.0.0.0/8', '::1']);
});

it.each([
  ['PORT', 'abc'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HONEYFRAME_TRUSTED_PROXIES', 'proxy.example'],
  ['HONEYFRAME_PUBLIC_URL', 'ftp://example.org'],
  ['HONEYFRAME_LOG_LEVEL', 'loud'],
  ['HONEYFRAME_ADMIN_EMAIL', 'nobody'],
  ['PLUGIN_AUTO_INSTALL', 'yes'],
  ['SMTP_FROM', 'nobody'],
])('names the variable and the value of a setting that does not fit: %s=%s', (variable, value) => {
  const expected = expect.objectContaining({ code: 'HF_SYSTEM_SETTING_INVALID' });
  expect(() => readSettings({ [variable]: value })).toThrow(expected);
  expect(() => readSettings({ [variable]: value })).toThrow(`${variable} is '${value}', but it must be`);
});

it('hides the value of a setting that may hold a password', () => {
  expect(() => readSettings({ DATABASE_URL: 'mysql://u:secret@h' })).toThrow("DATABASE_URL is '(hidden)'");
  expect(() => readSettings({ SMTP_URL: 'https://u:secret@h' })).toThrow("SMTP_URL is '(hidden)'");
});

it('sends mail when it knows the server and whom mails are from, and asks for both', () => {
  const SMTP_URL = 'smtps://user:secret@mail.example.org';
  expect(readSettings({}).smtp).toBeUndefined();
  expect(readSettings({ SMTP_URL, SMTP_FROM: 'Data <data@example.org>' }).smtp).toEqual({
    url: SMTP_URL,
    from: 'Data <data@example.org>',
  });
  expect(() => readSettings({ SMTP_URL })).toThrow('SMTP_FROM');
  expect(() => readSettings({ SMTP_URL, SMTP_FROM: 'a@b.c\r\nBcc: everybody@example.org' })).toThrow(
    'SMTP_FROM',
  );
});
