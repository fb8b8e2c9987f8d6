import { type FirstUser, writePasswordFile } from '../auth/index.ts';
import { readSettings, type Settings } from '../system/index.ts';
import { createLog } from './create-log.ts';
import { createPlatform, type Platform } from './create-platform.ts';
import { createLineProgress, silentProgress } from './progress.ts';

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
  // Without a terminal every line is a structured one, for whatever collects them.
  const say = terminal ? (line: string) => console.log(line) : (line: string) => log.info(line.trim());
  const stopped = waitForSignal();
  const progress = terminal ? createLineProgress(say) : silentProgress;
  const platform = await createPlatform({ settings, log, mode, progress });
  try {
    const { address } = await platform.listen();
    await announce(platform, { settings, address, terminal, say });
    await stopped;
    say('Stopping …');
  } finally {
    await platform.close();
  }
}

interface Announcement {
  readonly settings: Settings;
  readonly address: string;
  readonly terminal: boolean;
  readonly say: (line: string) => void;
}

async function announce(
  { firstUser, databaseFolder }: Platform,
  { settings, address, terminal, say }: Announcement,
): Promise<void> {
  say(`\n  Honeyframe is at ${settings.public_url ?? address}`);
  if (firstUser) for (const line of await describeFirstUser(firstUser, settings, terminal)) say(`  ${line}`);
  if (databaseFolder)
    say(`  The database is kept in ${databaseFolder}: its account cannot enter the folder below.`);
  say(`  Data is kept in ${settings.data_dir}. Press Ctrl-C to stop.\n`);
}

async function describeFirstUser(user: FirstUser, settings: Settings, terminal: boolean): Promise<string[]> {
  if (user.generated_password === undefined) {
    return [`Sign in as ${user.email} with the password of HONEYFRAME_ADMIN_PASSWORD.`];
  }
  if (terminal) {
    return [
      `Sign in as ${user.email} with the password ${user.generated_password}`,
      'It is shown once; you choose your own at the first sign-in.',
    ];
  }
  const file = await writePasswordFile(settings.data_dir, user);
  return [`Sign in as ${user.email} with the password in ${file}, which is removed at the first sign-in.`];
}

function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
