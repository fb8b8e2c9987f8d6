import { CompiledQuery } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Queries } from '../database/index.ts';
import type { JobHandler, JobPayload, JobQueue, JobRetry, SendOptions } from './job-queue.ts';

export interface CreatePgBossJobQueueOptions {
  /** The owner's connection: pg-boss keeps tables of its own. */
  readonly connectionString: string;
  readonly log: { warn(context: object, message: string): void };
}

/** Schema of pg-boss's tables. */
const SCHEMA = 'honeyframe_jobs';
/** A job from another process waits at most this long; one from this process starts at once. */
const POLLING_SECONDS = 2;
const DRAIN_MILLISECONDS = 30_000;

/** A job queue in the platform database. */
export async function createPgBossJobQueue(options: CreatePgBossJobQueueOptions): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: options.connectionString,
    schema: SCHEMA,
    // Polls are short; an idle connection costs the server some 2 MB.
    max: 2,
    application_name: 'honeyframe-jobs',
    // Cron is a ledger of the platform's own.
    schedule: false,
  });
  boss.on('error', (error) => options.log.warn({ err: error }, 'The job queue had a problem.'));
  await boss.start();
  return new PgBossJobQueue(boss);
}

class PgBossJobQueue implements JobQueue {
  readonly #boss: PgBoss;
  readonly #workers = new Map<string, string[]>();
  readonly #created = new Map<string, Promise<void>>();

  constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  async send(queue: string, payload: JobPayload, { within, retry }: SendOptions = {}): Promise<void> {
    await this.#create(queue);
    const options = retry ? toRetries(retry) : {};
    if (within) {
      await this.#boss.send(queue, payload, { ...options, db: toExecutor(within) });
      return;
    }
    await this.#boss.send(queue, payload, options);
    for (const worker of this.#workers.get(queue) ?? []) this.#boss.notifyWorker(worker);
  }

  async work(queue: string, handler: JobHandler, { concurrency = 1 } = {}): Promise<() => Promise<void>> {
    await this.#create(queue);
    const workers: string[] = [];
    for (let index = 0; index < concurrency; index += 1) {
      workers.push(await this.#startWorker(queue, handler));
    }
    this.#workers.set(queue, [...(this.#workers.get(queue) ?? []), ...workers]);
    return async () => {
      const left = (this.#workers.get(queue) ?? []).filter((worker) => !workers.includes(worker));
      this.#workers.set(queue, left);
      await Promise.all(workers.map((id) => this.#boss.offWork(queue, { id })));
    };
  }

  async stop({ drain }: { readonly drain: boolean }): Promise<void> {
    await this.#boss.stop({ graceful: drain, timeout: DRAIN_MILLISECONDS, close: true });
  }

  #startWorker(queue: string, handler: JobHandler): Promise<string> {
    return this.#boss.work<JobPayload>(
      queue,
      { pollingIntervalSeconds: POLLING_SECONDS, batchSize: 1 },
      async ([job]) => {
        if (job) await handler(job.data);
      },
    );
  }

  #create(queue: string): Promise<void> {
    const known = this.#created.get(queue);
    if (known) return known;
    // Finished jobs say nothing that the platform's own tables do not say better.
    const created = this.#boss.createQueue(queue, { retryLimit: 2, deleteAfterSeconds: 3600 });
    this.#created.set(queue, created);
    // While the database is away; the next one tries again.
    created.catch(() => this.#created.delete(queue));
    return created;
  }
}

function toRetries({ times, delay_seconds }: JobRetry) {
  return { retryLimit: times, retryDelay: delay_seconds, retryBackoff: true };
}

/** pg-boss' statements in somebody else's transaction. */
function toExecutor(queries: Queries) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await queries.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
