import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A request as the fake platform got it. */
export interface SeenRequest {
  readonly route: string;
  readonly org: string | undefined;
  readonly authorization: string | undefined;
  readonly lastEventId: string | undefined;
  readonly body: string;
}

type Answer = unknown | ((response: ServerResponse, seen: SeenRequest) => void);

export interface FakePlatform {
  readonly dataDir: string;
  readonly socket: string;
  readonly seen: readonly SeenRequest[];
}

/** Answers on an operator socket in a DATA_DIR, or on a port of its own, from a table of `METHOD /path`. */
export async function startFakePlatform(
  answers: Readonly<Record<string, Answer>>,
  { tcp = false, others }: { tcp?: boolean; others?: (route: string) => unknown } = {},
): Promise<FakePlatform & { readonly url: string }> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-cli-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const socket = path.join(dataDir, 'operator.sock');
  const seen: SeenRequest[] = [];
  const server = createServer(
    (request, response) => void answer(request, response, { answers, others, seen }),
  );
  if (tcp) server.listen(0, '127.0.0.1');
  else server.listen(socket);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await mkdir(path.join(dataDir, 'secrets'));
  await writeFile(path.join(dataDir, 'secrets', 'operator-socket'), `${socket}\n`);
  const address = server.address();
  const url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  return { dataDir, socket, seen, url };
}

interface Answering {
  readonly answers: Readonly<Record<string, Answer>>;
  /** For routes that no table can name: with a checksum in them, say. */
  readonly others: ((route: string) => unknown) | undefined;
  readonly seen: SeenRequest[];
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { answers, others, seen }: Answering,
): Promise<void> {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  const route = `${request.method} ${request.url}`;
  const { authorization } = request.headers;
  const [org, lastEventId] = [request.headers['x-org-id'], request.headers['last-event-id']].map(String);
  const got = { route, org, authorization, lastEventId, body: Buffer.concat(chunks).toString() };
  seen.push(got);
  const found = answers[route] ?? others?.(route);
  if (typeof found === 'function') {
    found(response, got);
    return;
  }
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify(found ?? { code: 'HF_CORE_NOT_FOUND', message: `No ${route}.`, hint: 'Look.' }),
  );
}
