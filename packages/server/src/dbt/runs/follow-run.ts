import type { DbtRun, RunEvent } from '@honeyframe/contract/api';
import type { RunRecorder } from './recording/run-recorder.ts';
import type { RunStores } from './stores/index.ts';

export interface FollowRunOptions {
  readonly id: string;
  /** The last event that the reader has. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly events: RunStores['events'];
  /** The recorder, while this process builds the run. */
  readonly findLive: () => RunRecorder | undefined;
  readonly onStarted: (listener: (recorder: RunRecorder) => void) => () => void;
  readonly findRun: () => Promise<DbtRun>;
}

const PAGE = 1000;
/** A run that another process builds is read from the database this often. */
const POLL_MILLISECONDS = 400;

/** Yields events from memory where the run is built here, else from the database; ends after `end`. */
export async function* followRun(options: FollowRunOptions): AsyncGenerator<RunEvent> {
  let { after } = options;
  while (!options.signal.aborted) {
    const live = options.findLive();
    if (live) return yield* followLive(live, after, options.signal);
    const events = await options.events.list(options.id, after, PAGE);
    for (const event of events) {
      yield event;
      after = event.seq;
      if (event.kind === 'end') return;
    }
    if (events.length === PAGE) continue;
    // A reader that had `end` already, or a run whose events were removed.
    const run = events.length === 0 ? await options.findRun() : undefined;
    if (run?.finished_at && !options.findLive()) {
      const [late] = await options.events.list(options.id, after, 1);
      if (late) continue;
      return yield { kind: 'end', seq: after + 1, run };
    }
    await waitForMore(options);
  }
}

async function* followLive(
  recorder: RunRecorder,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  let seq = after;
  while (!signal.aborted) {
    for (const event of recorder.eventsAfter(seq)) {
      yield event;
      seq = event.seq;
      if (event.kind === 'end') return;
    }
    if (recorder.lastSeq > seq) continue;
    await new Promise<void>((resolve) => wake(resolve, (listener) => recorder.onNext(listener), signal));
  }
}

async function waitForMore({ id, signal, onStarted }: FollowRunOptions): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => done(), POLL_MILLISECONDS);
    const done = wake(
      () => {
        clearTimeout(timer);
        resolve();
      },
      (listener) => onStarted((recorder) => recorder.id === id && listener()),
      signal,
    );
  });
}

/** Calls `resolve` once, at the event or at the abort, and lets go of both. Returns a way to call it sooner. */
function wake(
  resolve: () => void,
  subscribe: (listener: () => void) => () => void,
  signal: AbortSignal,
): () => void {
  const done = () => {
    unsubscribe();
    signal.removeEventListener('abort', done);
    resolve();
  };
  const unsubscribe = subscribe(done);
  signal.addEventListener('abort', done, { once: true });
  return done;
}
