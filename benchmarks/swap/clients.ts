import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Client, WebSocket } from 'undici';
import type { Tally } from './tally.ts';

const DISABLED = 'disabled';

export interface ClientOptions {
  readonly url: string;
  readonly cookie: string;
  readonly slug: string;
  readonly tally: Tally;
}

/** A client's loop: asks, and asks again, until the tally is over. */
type Round = (options: ClientOptions, connection: Client) => Promise<void>;

/** Of the twenty clients of a plugin. */
const kinds: readonly (readonly [count: number, round: Round])[] = [
  [10, (options, connection) => ask(options, connection, 'fast')],
  [5, (options, connection) => ask(options, connection, 'body', JSON.stringify({ text: 'x'.repeat(2_000) }))],
  [3, (options, connection) => ask(options, connection, 'slow')],
  [1, listen],
  [1, talk],
];

/** Two thousand requests a second from all of them: a server that is busy, not one that measures its own queue. */
const PAUSE_MS = 80;

/** Starts the clients of one plugin, each on a connection of its own. */
export function startClients(options: ClientOptions): Promise<void>[] {
  return kinds.flatMap(([count, round]) => Array.from({ length: count }, () => loop(options, round)));
}

async function loop(options: ClientOptions, round: Round): Promise<void> {
  const { url, slug, tally } = options;
  const connection = new Client(url, { headersTimeout: 60_000, bodyTimeout: 60_000 });
  while (!tally.isOver) {
    await round(options, connection).catch((error: unknown) => {
      if (!tally.isOver) tally.lose(`${slug}: ${error instanceof Error ? error.message : error}`);
    });
    await setTimeout(PAUSE_MS);
  }
  await connection.destroy();
}

interface Answer {
  readonly version?: string;
  readonly length?: number;
  readonly code?: string;
}

async function ask(
  { cookie, slug, tally }: ClientOptions,
  connection: Client,
  name: string,
  body?: string,
): Promise<void> {
  const asked = performance.now();
  const response = await connection.request({
    path: `/api/${slug}/${name}`,
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  });
  const answer = (await response.body.json()) as Answer;
  if (isDisabled(response.statusCode, answer)) {
    tally.note(slug, { asked, seen: DISABLED });
    return;
  }
  if (response.statusCode !== 200) throw new Error(`${name} answered ${response.statusCode} ${answer.code}`);
  if (body !== undefined && answer.length !== 2_000) throw new Error(`${name} lost some of its body`);
  tally.note(slug, { asked, seen: answer.version ?? '' });
}

function isDisabled(status: number, { code }: Answer): boolean {
  return status === 404 && code === 'HF_PLUGIN_DISABLED';
}

/** An event stream: it may end only with the event that says why. */
async function listen({ cookie, slug, tally }: ClientOptions, connection: Client): Promise<void> {
  const response = await connection.request({
    path: `/api/${slug}/events`,
    method: 'GET',
    headers: { cookie },
  });
  if (response.statusCode === 404) {
    await response.body.dump();
    return;
  }
  if (response.statusCode !== 200) throw new Error(`events answered ${response.statusCode}`);
  let last = '';
  for await (const chunk of response.body) {
    last = String(chunk);
    if (tally.isOver) return;
  }
  if (!last.includes('event: end')) throw new Error('the event stream broke off');
  tally.note(slug, { asked: 0, seen: 'events' });
}

/** The service restarts, or the plugin was disabled here. */
const endings: ReadonlySet<number> = new Set([1012, 1008]);

/** A WebSocket: it may end only with a close that says why. */
async function talk({ url, cookie, slug, tally }: ClientOptions): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/${slug}/live`, { headers: { cookie } });
  socket.onopen = () => socket.send('which');
  let isOpen = false;
  socket.onmessage = async () => {
    isOpen = true;
    tally.note(slug, { asked: 0, seen: 'live' });
    await setTimeout(PAUSE_MS);
    if (tally.isOver) socket.close();
    else if (socket.readyState === WebSocket.OPEN) socket.send('which');
  };
  const [{ code }] = (await once(socket as unknown as EventTarget as never, 'close')) as [{ code: number }];
  // One that is refused while the plugin is disabled never opens; the requests beside it show that.
  if (isOpen && !tally.isOver && !endings.has(code)) throw new Error(`the WebSocket closed with ${code}`);
}
