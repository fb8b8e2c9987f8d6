import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  createLog,
  createPlatform,
  createSilentLog,
  type Frontend,
  type Platform,
  readSettings,
} from '@honeyframe/server';
import { createTestDatabase } from './create-test-database.ts';
import { layOutPlugins, type TestPlugin } from './plugin-folders.ts';
import { createMember, signIn, type TestUser } from './test-user.ts';

export interface StartTestPlatformOptions {
  readonly plugins?: readonly TestPlugin[];
  /** Environment variables beside those that every test platform has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Hears every line of the log, from the most detailed level on; nothing is logged where it is left out. */
  readonly onLog?: (line: string) => void;
  /** Pages are not built unless this says how: most tests are about routes. */
  readonly frontend?: (folders: { installDir: string; dataDir: string }) => Frontend;
}

/** A whole platform on a database and a DATA_DIR of its own. */
export interface TestPlatform {
  readonly url: string;
  readonly installDir: string;
  readonly dataDir: string;
  /** The superuser's connection to its database. */
  readonly databaseUrl: string;
  /** The superadmin, signed in. */
  readonly admin: TestUser;
  signIn(email: string, password: string): Promise<TestUser>;
  /** A new member of the first organisation, in the named groups. */
  createMember(email: string, groups?: readonly string[]): Promise<TestUser>;
  /** Stops the platform and starts another on the same data; `whileStopped` may change what that finds. */
  restart(whileStopped?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery staple' };

/** Starts a platform and waits until every plugin has been started. */
export async function startTestPlatform(options: StartTestPlatformOptions = {}): Promise<TestPlatform> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-platform-'));
  await chmod(folder, 0o711);
  const installDir = path.join(folder, 'install');
  const dataDir = path.join(folder, 'data');
  await layOutPlugins(installDir, options.plugins ?? []);
  const database = await createTestDatabase();
  const frontend = options.frontend ?? (() => createNoFrontend());
  const env = {
    INSTALL_DIR: installDir,
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    PORT: '0',
    HONEYFRAME_ADMIN_EMAIL: ADMIN.email,
    HONEYFRAME_ADMIN_PASSWORD: ADMIN.password,
    ...options.env,
  };

  let platform: Platform;
  let url = '';
  const start = async (): Promise<void> => {
    platform = await createPlatform({
      settings: readSettings(env),
      log: options.onLog ? createLog('trace', { write: options.onLog }) : createSilentLog(),
      frontend: frontend({ installDir, dataDir }),
    });
    url = (await platform.listen()).address;
    await platform.started;
  };
  await start();
  let admin = await signIn(url, ADMIN.email, ADMIN.password);
  return {
    get url() {
      return url;
    },
    get admin() {
      return admin;
    },
    installDir,
    dataDir,
    databaseUrl: database.url,
    signIn: (email, password) => signIn(url, email, password),
    createMember: (email, groups = []) => createMember(admin, url, { email, groups }),
    restart: async (whileStopped) => {
      await platform.close();
      await whileStopped?.();
      await start();
      admin = await signIn(url, ADMIN.email, ADMIN.password);
    },
    stop: async () => {
      await platform.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** No pages: plugins are installed and mounted, and nothing is built. */
function createNoFrontend(): Frontend {
  return {
    ensureShell: async () => {},
    buildPlugins: async (sources) => sources.map(({ slug }) => ({ slug, diagnostics: [] })),
    bindRoutes: async () => {},
    close: async () => {},
  };
}
