import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { lifeCycleApi, type StepRequest } from '@honeyframe/contract/api';
import { createTestDatabase, signIn, writeFiles } from '@honeyframe/testkit';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { inject } from 'vitest';
import { quoteIdentifier } from '../../../database/index.ts';
import { resolveRoles } from '../../../database/roles.ts';
import type { Tables } from '../../../database/schema/index.ts';
import { createPlatform, createSilentLog, type Platform } from '../../../platform/index.ts';
import { readSettings } from '../../../system/index.ts';
import { replayMigrations } from '../../install/plugin-migrations.ts';
import { resolveSchemaNames } from '../../install/plugin-schema.ts';
import { createNoFrontend } from './crash-platform.fixture.ts';
import type { CrashOptions, CrashPlace, CrashPoint } from './crash-point.fixture.ts';
import type { CrashScenario } from './crash-scenario.fixture.ts';
import { type CrashState, dumpDatabase, findMoving, listFiles, normalise } from './crash-state.fixture.ts';
import { describeTracer } from './trace-calls.fixture.ts';

const admin = { email: 'admin@example.org', password: 'correct horse battery staple' };

export interface CrashRun {
  /** Where the process was killed; undefined when the step was answered first. */
  readonly killed: CrashPoint | undefined;
  readonly points: readonly CrashPoint[];
}

/** A platform in a prepared state that can be had again and again. */
export interface CrashLab {
  /** Brings the prepared state back. */
  reset(): Promise<void>;
  /** Starts a process on the present state and has it take the step, or only start; it is killed at a point, or after. */
  run(options?: { at?: CrashPlace; onlyStart?: boolean; trace?: string }): Promise<CrashRun>;
  /** Starts on what is there and says what it is. */
  look(): Promise<CrashState>;
  /** Below this all files are. */
  readonly dataDir: string;
  close(): Promise<void>;
}

export async function openCrashLab(scenario: CrashScenario): Promise<CrashLab> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-crash-'));
  await chmod(folder, 0o711);
  const database = await createTestDatabase();
  const lab = new Lab(folder, database.url, scenario);
  await lab.prepare();
  return lab;
}

class Lab implements CrashLab {
  readonly #folder: string;
  readonly #url: string;
  readonly #name: string;
  readonly #template: string;
  readonly #scenario: CrashScenario;
  readonly #env: Record<string, string>;
  #cookie = '';
  #known: ReadonlySet<string> = new Set();
  #hasSchema = false;
  readonly dataDir: string;

  constructor(folder: string, url: string, scenario: CrashScenario) {
    this.#folder = folder;
    this.#url = url;
    this.#name = new URL(url.replace('@/', '@localhost/')).pathname.slice(1);
    this.#template = `${this.#name}_prepared`;
    this.#scenario = scenario;
    this.dataDir = path.join(folder, 'data');
    this.#env = {
      INSTALL_DIR: path.join(folder, 'install'),
      DATA_DIR: this.dataDir,
      DATABASE_URL: url,
      PORT: '0',
      // What a start would do by itself would hide what a crash left undone.
      PLUGIN_AUTO_INSTALL: 'none',
      // An environment for dbt would be made meanwhile, in files of its own.
      HONEYFRAME_PYTHON: path.join(folder, 'no-python'),
      HONEYFRAME_ADMIN_EMAIL: admin.email,
      HONEYFRAME_ADMIN_PASSWORD: admin.password,
    };
  }

  async prepare(): Promise<void> {
    const { before, files, request } = this.#scenario;
    await mkdir(path.join(this.#folder, 'install/plugins'), { recursive: true });
    for (const step of before) {
      await this.#writeFolder(step.files);
      await this.#take(step.request);
    }
    await this.#writeFolder(files);
    await this.#use(async () => {});
    if (before.length > 0)
      await this.#query(
        `insert into plugin_clinic.visits (org_id, note) select id, 'kept' from honeyframe.orgs`,
      );
    await this.#keep();
    // Once undisturbed, so that what is translated for it is in the cache: another process does that.
    await this.#take(request);
    const cache = 'data/cache/modules';
    await cp(path.join(this.#folder, cache), path.join(this.#folder, 'prepared', cache), {
      recursive: true,
    }).catch(() => {});
  }

  async reset(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
    await cp(path.join(this.#folder, 'prepared/data'), this.dataDir, {
      recursive: true,
      preserveTimestamps: true,
    });
    const { user, owner } = this.#schemaNames();
    const name = quoteIdentifier(this.#name);
    await this.#serve([
      `drop database if exists ${name} with (force)`,
      `drop role if exists ${quoteIdentifier(user)}`,
      `drop role if exists ${quoteIdentifier(owner)}`,
      `create database ${name} template ${quoteIdentifier(this.#template)} strategy file_copy`,
    ]);
    await this.#makeSchema();
  }

  async run({
    at = 0,
    onlyStart = false,
    trace,
  }: {
    at?: CrashPlace;
    onlyStart?: boolean;
    trace?: string;
  } = {}): Promise<CrashRun> {
    const options: CrashOptions = { folder: this.dataDir, fromBeginning: onlyStart, at };
    const platform = {
      env: this.#env,
      cookie: this.#cookie,
      ...(!onlyStart && { request: this.#scenario.request }),
    };
    const child = startChild(
      {
        NODE_COMPILE_CACHE: path.join(this.#folder, 'compiled'),
        CRASH_OPTIONS: JSON.stringify(options),
        CRASH_PLATFORM: JSON.stringify(platform),
      },
      trace,
    );
    const exited = once(child, 'exit');
    const heard = await listen(child);
    child.kill('SIGKILL');
    if (trace && heard.pid) kill(heard.pid);
    await exited;
    await this.#settle();
    if (!heard.killed && !heard.answered) throw new Error(`a platform ended by itself: ${heard.errors}`);
    return { killed: heard.killed, points: heard.points ?? [] };
  }

  async look(): Promise<CrashState> {
    return this.#use(async (url) => {
      const response = await fetch(new URL('/api/clinic/visits', url), { headers: { cookie: this.#cookie } });
      const answer = `${response.status} ${await response.text()}`;
      const rows = normalise(await this.#dump(), this.#known);
      return {
        answer: answer.replace(/"request_id":"[^"]*"/, ''),
        rows,
        files: await listFiles(this.dataDir),
      };
    });
  }

  async close(): Promise<void> {
    const { user, owner } = this.#schemaNames();
    const names = [this.#name, this.#template].map(quoteIdentifier);
    await this.#serve([
      ...names.map((name) => `drop database if exists ${name} with (force)`),
      ...[user, owner].map((role) => `drop role if exists ${quoteIdentifier(role)}`),
    ]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #writeFolder(files: Readonly<Record<string, string>>): Promise<void> {
    return writeFiles(path.join(this.#folder, this.#scenario.place, 'plugins/clinic'), files);
  }

  async #use<T>(work: (url: string) => Promise<T>): Promise<T> {
    let platform: Platform | undefined;
    try {
      platform = await createPlatform({
        settings: readSettings(this.#env),
        log: createSilentLog(),
        frontend: createNoFrontend(),
      });
      const { address } = await platform.listen();
      await platform.started;
      return await work(address);
    } finally {
      await platform?.close();
    }
  }

  async #take(request: StepRequest): Promise<void> {
    await this.#use(async (url) => {
      const user = await signIn(url, admin.email, admin.password);
      this.#cookie ||= user.cookie;
      const life = user.client(lifeCycleApi);
      const { id } = await life.plan({ body: request });
      await life.apply({ body: { ...request, plan_id: id } });
    });
  }

  /** Keeps the present state for `reset`. Roles belong to the whole server, so what they own is made anew each time. */
  async #keep(): Promise<void> {
    if (!this.#cookie)
      await this.#use(async (url) => {
        this.#cookie = (await signIn(url, admin.email, admin.password)).cookie;
      });
    this.#known = findMoving(await this.#dump());
    await cp(this.dataDir, path.join(this.#folder, 'prepared/data'), {
      recursive: true,
      preserveTimestamps: true,
    });
    this.#hasSchema = this.#scenario.before.length > 0;
    await this.#serve([
      `create database ${quoteIdentifier(this.#template)} template ${quoteIdentifier(this.#name)}`,
    ]);
    const { user, owner, schema } = this.#schemaNames();
    const roles = [user, owner].map(quoteIdentifier).join(', ');
    if (this.#hasSchema)
      for (const name of [this.#template, this.#name])
        await this.#query(`drop schema ${quoteIdentifier(schema)} cascade; drop owned by ${roles}`, name);
    await this.#serve([`drop role if exists ${roles}`]);
    await this.#makeSchema();
  }

  async #makeSchema(): Promise<void> {
    if (!this.#hasSchema) return;
    const pool = new Pool({ connectionString: this.#url, options: '-c search_path=honeyframe', max: 1 });
    const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    await queries
      .transaction()
      .execute((trx) => replayMigrations(trx, { plugin: 'clinic', names: this.#schemaNames() }));
    await queries.destroy();
    await this.#query(
      `insert into plugin_clinic.visits (org_id, note) select id, 'kept' from honeyframe.orgs`,
    );
  }

  #schemaNames() {
    return resolveSchemaNames(resolveRoles(this.#name), 'clinic');
  }

  #dump(): Promise<string[]> {
    const { runtime } = resolveRoles(this.#name);
    return dumpDatabase(this.#url, runtime.slice(0, -'runtime'.length));
  }

  /** A statement of a killed process ends on the server a moment later. */
  async #settle(): Promise<void> {
    const client = new Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    for (;;) {
      const { rows } = await client.query('select from pg_stat_activity where datname = $1', [this.#name]);
      if (rows.length === 0) break;
      await client.query('select pg_sleep(0.01)');
    }
    await client.end();
  }

  async #serve(statements: readonly string[]): Promise<void> {
    const client = new Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async #query(statement: string, database = this.#name): Promise<void> {
    const client = new Client({ connectionString: this.#url.replace(this.#name, database) });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

/** What a child says before it is killed, or kills itself. */
interface Heard {
  pid?: number;
  killed?: CrashPoint;
  answered?: boolean;
  points?: CrashPoint[];
  errors: string;
}

async function listen(child: ChildProcess): Promise<Heard> {
  const heard: Heard = { errors: '' };
  child.stderr?.on('data', (chunk: Buffer) => {
    heard.errors += chunk.toString();
  });
  if (!child.stdout) return heard;
  for await (const line of createInterface({ input: child.stdout })) {
    Object.assign(heard, JSON.parse(line) as Partial<Heard>);
    if (heard.answered || heard.killed) break;
  }
  return heard;
}

function startChild(env: Record<string, string>, trace: string | undefined): ChildProcess {
  const here = (name: string) => path.join(import.meta.dirname, name);
  const command = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--import',
    here('crash-preload.fixture.ts'),
    here('crash-platform.fixture.ts'),
  ];
  const tracer = trace ? describeTracer(trace) : [];
  const [program = '', ...args] = [...tracer, ...command];
  return spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
