import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { Queries } from '../../../database/index.ts';
import { ChildJobs } from '../../../warehouse/index.ts';
import { arrangeColumns, type LayoutGraph, type Places } from './arrange-columns.ts';

export interface LineageLayoutsOptions {
  readonly queries: Queries;
  readonly log: { warn(context: object, message: string): void };
  /** Children of its own where it is left out. */
  readonly jobs?: Pick<ChildJobs, 'run' | 'close'>;
}

/** Part of every key: when what is laid out, or how, changes, all are made anew. */
const LAYOUT_VERSION = 1;
const TIMEOUT_MILLISECONDS = 20_000;
/** The machine may have been busy with something else. */
const MAX_TRIES = 2;
/** Of all organisations together; each is some kilobytes. */
const MAX_STORED = 200;
const placesSchema = z.array(z.number());
const job = path.join(import.meta.dirname, 'arrange-layers.job.ts');

export interface Layout {
  readonly places: Places;
  /** False while a better one is being made. */
  readonly is_settled: boolean;
}

/** Places of nodes: each graph is laid out once, in a child, and stored. */
export class LineageLayouts {
  readonly #options: LineageLayoutsOptions;
  readonly #jobs: Pick<ChildJobs, 'run' | 'close'>;
  readonly #making = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, number>();
  /** One at a time: each takes a core. */
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: LineageLayoutsOptions) {
    this.#options = options;
    this.#jobs = options.jobs ?? new ChildJobs();
  }

  /** The stored layout, or plain columns at once while it is made. */
  async find(graph: LayoutGraph): Promise<Layout> {
    if (graph.columns.length === 0) return { places: [], is_settled: true };
    const key = hash(graph);
    const stored = await this.#load(key, graph.columns.length);
    if (stored) return { places: stored, is_settled: true };
    this.#makeSoon(key, graph);
    return { places: arrangeColumns(graph), is_settled: false };
  }

  /** Ends what is being made; it is begun again at the next question. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#jobs.close();
    await this.#last;
  }

  /** Resolves when everything that was asked for is stored. */
  async settled(): Promise<void> {
    while (this.#making.size > 0) await Promise.all(this.#making.values());
  }

  #makeSoon(key: string, graph: LayoutGraph): void {
    if (this.#isClosed || this.#making.has(key)) return;
    const made = this.#last.then(() => this.#make(key, graph));
    this.#last = made;
    this.#making.set(key, made);
    void made.finally(() => this.#making.delete(key));
  }

  async #make(key: string, graph: LayoutGraph): Promise<void> {
    if (this.#isClosed) return;
    const { log } = this.#options;
    try {
      const places = await this.#arrange(key, graph);
      if (places) await this.#save(key, places);
    } catch (error) {
      log.warn({ err: error }, 'A layout of the lineage was not stored.');
    }
  }

  /** Columns stay where the careful layout takes too long again. */
  async #arrange(key: string, graph: LayoutGraph): Promise<Places | undefined> {
    const { log } = this.#options;
    try {
      const order = { name: 'layout of the lineage', module: job, input: graph };
      return placesSchema.parse(await this.#jobs.run({ ...order, timeoutMs: TIMEOUT_MILLISECONDS }));
    } catch (error) {
      if (this.#isClosed) return undefined;
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      log.warn({ err: error, nodes: graph.columns.length, failures }, 'The lineage has plain columns.');
      return failures < MAX_TRIES ? undefined : arrangeColumns(graph);
    }
  }

  async #load(key: string, nodes: number): Promise<Places | undefined> {
    const row = await this.#options.queries
      .selectFrom('dbt_lineage_layouts')
      .select('places')
      .where('key', '=', key)
      .executeTakeFirst();
    const places = placesSchema.safeParse(row?.places).data;
    return places?.length === nodes * 2 ? places : undefined;
  }

  async #save(key: string, places: Places): Promise<void> {
    const { queries } = this.#options;
    const values = { places: JSON.stringify(places) };
    await queries
      .insertInto('dbt_lineage_layouts')
      .values({ key, ...values })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
      .execute();
    const oldest = queries
      .selectFrom('dbt_lineage_layouts')
      .select('key')
      .orderBy('created_at', 'desc')
      .offset(MAX_STORED);
    await queries.deleteFrom('dbt_lineage_layouts').where('key', 'in', oldest).execute();
  }
}

function hash(graph: LayoutGraph): string {
  return createHash('sha256')
    .update(JSON.stringify([LAYOUT_VERSION, graph.columns, graph.edges]))
    .digest('hex');
}
