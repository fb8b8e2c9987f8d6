import { setTimeout } from 'node:timers/promises';
import {
  ApiError,
  buildPath,
  type DbtRun,
  dbtApi,
  type RunEvent,
  runEventSchema,
  type Send,
} from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { readEvents } from './read-events.ts';

export interface FollowRunOptions {
  readonly send: Send;
  readonly id: string;
  readonly onEvent: (event: RunEvent) => void;
}

/** A connection that breaks is taken up where it was, so many times in a row. */
const ATTEMPTS = 5;
const PAUSE_MS = 1_000;

/** Follows a run until it has ended. Throws HF_CLI_STREAM_ENDED when the platform cannot be asked any more. */
export async function followRun({ send, id, onEvent }: FollowRunOptions): Promise<DbtRun> {
  let last = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await setTimeout(PAUSE_MS);
    try {
      for await (const event of openStream(send, id, last)) {
        attempt = 0;
        last = event.seq;
        onEvent(event);
        if (event.kind === 'end') return event.run;
      }
    } catch (error) {
      if (error instanceof ApiError) throw error;
    }
  }
  throw new PlatformError('HF_CLI_STREAM_ENDED', { run: id });
}

async function* openStream(send: Send, id: string, after: number): AsyncGenerator<RunEvent> {
  const { method, path } = dbtApi.streamEvents;
  const headers = { accept: 'text/event-stream', 'last-event-id': String(after) };
  const response = await send(buildPath(path, { params: { id } }), { method, headers });
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
  if (!response.body) return;
  for await (const { data } of readEvents(response.body)) {
    // A newer platform may tell more than this command knows.
    const event = runEventSchema.safeParse(JSON.parse(data));
    if (event.success) yield event.data;
  }
}
