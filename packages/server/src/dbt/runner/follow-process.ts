import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { DbtOrder, DbtOutcome } from '../dbt-runner.ts';
import { parseDbtLine } from './dbt-event.ts';
import type { DbtExit, DbtProcess } from './dbt-process.ts';
import { LineSplitter } from './line-splitter.ts';
import type { ExceededBound, RunBounds } from './run-bounds.ts';
import { watchBounds } from './watch-bounds.ts';

/** The tail of a trace names the cause; all of it is in the run's folder. */
const MAX_STDERR = 4000;
/** How long after the first signal the second one follows, which nothing survives. */
const GRACE_MILLISECONDS = 1500;

export interface FollowProcessOptions {
  readonly order: DbtOrder;
  readonly start: (stop: AbortSignal) => DbtProcess | Promise<DbtProcess>;
  /** Aborted when the runner closes. */
  readonly closing: AbortSignal;
  readonly bounds: RunBounds;
  readonly graceMilliseconds?: number | undefined;
}

/** Starts dbt, hands over its events, stops it when it must, and tells how it ended. */
export async function followProcess(options: FollowProcessOptions): Promise<DbtOutcome> {
  const { order, closing, graceMilliseconds = GRACE_MILLISECONDS } = options;
  const timeout = AbortSignal.timeout(order.timeout_seconds * 1000);
  const stop = AbortSignal.any([order.signal, timeout, closing]);
  const describe = (end: DbtExit, stderr: string): DbtOutcome => ({
    ...end,
    timed_out: stop.aborted && timeout.aborted && !order.signal.aborted,
    cancelled: stop.aborted && (order.signal.aborted || closing.aborted),
    stderr,
  });
  const process = stop.aborted ? undefined : await startUnlessStopped(options, stop);
  if (!process) return describe({ exit_code: null, exit_signal: null }, '');
  using _ = stopOnAbort(process, stop, graceMilliseconds);
  const over = new AbortController();
  const exceeding = killBeyondBounds(process, options, over.signal);
  try {
    const [end, stderr] = await Promise.all([
      process.exited,
      readTail(process.stderr),
      readEvents(process.stdout, order),
    ]);
    over.abort();
    return { ...describe(end, stderr), exceeded: await exceeding };
  } finally {
    over.abort();
  }
}

/** Nothing polite: what takes more than it may would take still more to end well. */
async function killBeyondBounds(
  process: DbtProcess,
  { order, bounds }: FollowProcessOptions,
  signal: AbortSignal,
): Promise<ExceededBound | undefined> {
  const folders = [order.work_folder, order.output_folder] as const;
  const exceeded = await watchBounds({ pid: process.pid, folders, bounds, signal });
  if (exceeded) process.signal('SIGKILL');
  return exceeded;
}

async function startUnlessStopped(
  { start }: FollowProcessOptions,
  stop: AbortSignal,
): Promise<DbtProcess | undefined> {
  try {
    return await start(stop);
  } catch (error) {
    if (stop.aborted) return undefined;
    throw error;
  }
}

async function readEvents(stdout: Readable, order: DbtOrder): Promise<void> {
  const raw = createWriteStream(path.join(order.output_folder, 'dbt.jsonl'), { mode: 0o600 });
  raw.on('error', () => {});
  const lines = new LineSplitter();
  const take = (line: string) => {
    for (const event of parseDbtLine(line, () => new Date().toISOString())) order.onEvent(event);
  };
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    for (const line of lines.push(chunk)) take(line);
    // A disk that is slower than dbt holds it up; one that is full does not.
    if (!raw.destroyed && !raw.write(chunk)) await once(raw, 'drain').catch(() => {});
  }
  for (const line of lines.end()) take(line);
  raw.end();
}

async function readTail(stderr: Readable): Promise<string> {
  let tail = '';
  for await (const chunk of stderr) tail = (tail + String(chunk)).slice(-MAX_STDERR);
  return tail.trim();
}

/** SIGINT lets dbt cancel its queries and write its results; what does not listen is killed. */
function stopOnAbort(process: DbtProcess, signal: AbortSignal, grace: number): Disposable {
  let kill: NodeJS.Timeout | undefined;
  const stop = () => {
    process.signal('SIGINT');
    kill = setTimeout(() => process.signal('SIGKILL'), grace);
  };
  // It may have come while the process was being started.
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return {
    [Symbol.dispose]: () => {
      clearTimeout(kill);
      signal.removeEventListener('abort', stop);
    },
  };
}
