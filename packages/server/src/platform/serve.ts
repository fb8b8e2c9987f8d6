import { type FirstUser, writePasswordFile } from '../auth/index.ts';
import { readSettings, type Settings } from '../system/index.ts';
import { createLog } from './create-log.ts';
import { createPlatform, type Platform } from './create-platform.ts';

export interface ServeOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly mode: 'production' | 'development';
  /** Whether somebody watches: progress is then written for people, and logs are kept to warnings. */
  readonly terminal: boolean;
}

/** Runs the platform until SIGINT or SIGTERM. A second signal ends it at once. */
export async function serve({ env, mode, terminal }: ServeOptions): Promise<void> {
  const settings = readSettings(env);
  const log = createLog(terminal && env.HONEYFRAME_LOG_LEVEL === undefined ? 'warn' : settings.log_level);
  const stopped = waitForSignal();
  const platform = await createPlatform({ settings, log, mode });
  try {
    const { address } = await platform.listen();
    await announce(platform, settings, address, terminal);
    void platform.started.then(() => console.log('  Every plugin has been started.'));
    await stopped;
    console.log('\nStopping …');
  } finally {
    await platform.close();
  }
}

async function announce(
  platform: Platform,
  settings: Settings,
  address: string,
  terminal: boolean,
): Promise<void> {
  console.log(`\n  Honeyframe is at ${settings.public_url ?? address}`);
  const user = platform.firstUser;
  if (user) await announceFirstUser(user, settings, terminal);
  console.log(`  Data is kept in ${settings.data_dir}. Press Ctrl-C to stop.\n`);
}

async function announceFirstUser(user: FirstUser, settings: Settings, terminal: boolean): Promise<void> {
  if (user.generated_password === undefined) {
    console.log(`  Sign in as ${user.email} with the password of HONEYFRAME_ADMIN_PASSWORD.`);
  } else if (terminal) {
    console.log(`  Sign in as ${user.email} with the password ${user.generated_password}`);
    console.log('  It is shown once; you choose your own at the first sign-in.');
  } else {
    const file = await writePasswordFile(settings.data_dir, user);
    console.log(
      `  Sign in as ${user.email} with the password in ${file}, which is removed at the first sign-in.`,
    );
  }
}

function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
