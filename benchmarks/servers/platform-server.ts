// A whole platform with one plugin, whose route the benchmark calls with the session of a member of a group.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createLog, createPlatform, createSilentLog, readSettings } from '@honeyframe/server';
import { createMember, signIn } from '@honeyframe/testkit';
import { serveForBenchmark } from './serve-for-benchmark.ts';

const folder = process.env.BENCH_FOLDER ?? '';
const credentials = { email: 'bench@example.org', password: 'correct horse battery staple' };
mkdirSync(path.join(folder, 'install', 'plugins'), { recursive: true });
const settings = readSettings({
  INSTALL_DIR: path.join(folder, 'install'),
  DATA_DIR: path.join(folder, 'data'),
  PORT: '0',
  HONEYFRAME_ADMIN_EMAIL: credentials.email,
  HONEYFRAME_ADMIN_PASSWORD: credentials.password,
});
const log = process.env.BENCH_LOG === 'on' ? createLog('info') : createSilentLog();
const platform = await createPlatform({ settings, log });
const { address } = await platform.listen();
await platform.started;
const admin = await signIn(address, credentials.email, credentials.password);
const member = await createMember(admin, address, { email: 'member@example.org', groups: ['bench_users'] });
serveForBenchmark({ url: address, cookie: member.cookie, close: () => platform.close() });
