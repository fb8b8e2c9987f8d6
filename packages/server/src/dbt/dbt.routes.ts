import { once } from 'node:events';
import { dbtApi, type RunEvent } from '@honeyframe/contract/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bindApi, type Call, endEventStream } from '../http/index.ts';
import { bindCatalogueRoutes } from './catalogue/index.ts';
import type { Dbt } from './create-dbt.ts';
import { bindDocsRoutes } from './docs/index.ts';
import { bindQualityRoutes } from './quality/index.ts';
import { bindRunDetailsRoutes } from './run-details.routes.ts';
import { bindVersionRoutes } from './versions.routes.ts';

/** A proxy between closes a connection that is silent for longer. */
const HEARTBEAT_MILLISECONDS = 15_000;

/** Calls `end` once a request that was let in would be refused. @returns the disposer. */
export type WatchRefusal = (request: FastifyRequest, end: () => void) => () => void;

export function bindDbtRoutes(app: FastifyInstance, dbt: Dbt, watchRefusal: WatchRefusal): void {
  const { runs } = dbt;
  const closing = new AbortController();
  // Streams would keep the server from closing.
  app.addHook('preClose', async () => {
    closing.abort();
    runs.endStreams();
  });
  bindRunDetailsRoutes(app, dbt);
  bindVersionRoutes(app, dbt);
  bindCatalogueRoutes(app, dbt.catalogue);
  bindQualityRoutes(app, dbt.quality);
  bindDocsRoutes(app, dbt);
  bindApi(app, dbtApi, {
    engine: () => dbt.engine.status,
    listWorkspaces: async (_, { org }) => ({
      engine: dbt.engine.status,
      workspaces: await dbt.describeWorkspaces(org.id),
    }),
    createRun: async ({ body }, { org, user }) => {
      await dbt.requireWorkspace(org.id, body.workspace);
      return await runs.requestRun({
        orgId: org.id,
        workspace: body.workspace,
        trigger: 'manual',
        requestedBy: { id: user.id, name: user.email },
        select: body.select,
        full: body.full,
        command: body.command,
      });
    },
    listRuns: async ({ query }, { org }) => {
      const { page, page_size, ...filter } = query;
      const offset = (page - 1) * page_size;
      const found = await runs.list({ org_id: org.id, ...filter, limit: page_size, offset });
      return { ...found, page, page_size };
    },
    getRun: async ({ params }, { org }) => await runs.getWithNodes(org.id, params.id),
    getLog: async ({ params }, { org, reply }) => {
      const log = await runs.getLog(org.id, params.id);
      reply.type('text/plain; charset=utf-8').send(log);
      return undefined;
    },
    streamEvents: async ({ params }, call) => {
      await streamEvents(dbt, params.id, { call, watchRefusal, closing: closing.signal });
      return undefined;
    },
    resumeRun: async ({ params }, { org, user }) =>
      await runs.resume(org.id, params.id, { id: user.id, name: user.email }),
    cancelRun: async ({ params }, { org, user }) =>
      await runs.cancel(org.id, params.id, { id: user.id, name: user.email }),
  });
}

interface Reader {
  readonly call: Call;
  readonly watchRefusal: WatchRefusal;
  readonly closing: AbortSignal;
}

async function streamEvents({ runs }: Dbt, id: string, { call, ...reader }: Reader): Promise<void> {
  const { org, request, reply, log } = call;
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, reader.closing]);
  const after = readLastEventId(request.headers['last-event-id']);
  // Before the headers, so that a run of another organisation is a plain 404.
  const events = await runs.follow(org.id, id, { after, signal });
  openStream(reply);
  const unwatch = endEarly(call, reader, gone);
  const heartbeat = setInterval(() => reply.raw.write(':\n\n'), HEARTBEAT_MILLISECONDS);
  try {
    for await (const event of events) {
      if (!reply.raw.write(formatEvent(event))) await once(reply.raw, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) {
      log.error({ err: error, run_id: id }, 'A stream of dbt events broke.');
      endEventStream(reply.raw, 'The events of this run cannot be read just now.');
    }
  } finally {
    clearInterval(heartbeat);
    unwatch();
    reply.raw.end();
  }
}

/** Tells the reader why, when the platform stops and when he may no longer read. @returns the disposer for the latter. */
function endEarly(
  { request, reply }: Call,
  { watchRefusal, closing }: Omit<Reader, 'call'>,
  gone: AbortController,
): () => void {
  const { raw } = reply;
  const stop = () => endEventStream(raw, 'The platform stops.');
  // As long as the answer is on its way: a slow reader may be behind when the run has ended.
  closing.addEventListener('abort', stop, { once: true });
  raw.once('close', () => closing.removeEventListener('abort', stop));
  if (closing.aborted) stop();
  return watchRefusal(request, () => {
    endEventStream(raw, 'You may no longer follow this run.');
    gone.abort();
  });
}

/** From here on the answer is ours: Fastify would wait for its end. */
function openStream(reply: FastifyReply): void {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx would hold events back.
    'x-accel-buffering': 'no',
  });
  // Shows the browser that it is connected before the first event.
  reply.raw.write(':\n\n');
}

function formatEvent(event: RunEvent): string {
  return `event: ${event.kind}\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
}

function readLastEventId(header: string | string[] | undefined): number {
  const seq = Number(header);
  return Number.isInteger(seq) && seq > 0 ? seq : 0;
}
