import { WebSocket } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from './runtime.fixture.ts';
import type { ServedPlugin } from './served-plugin.ts';

const slugs = ['one', 'two', 'three'];
const SWAPS = 6;
const SLOW_MS = 200;

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime();
});
afterAll(() => runtime.stop());

const describeRouter = (version: number) => `
  const config = { permission: 'test.use' };
  app.get('/fast', { config }, async () => ({ version: ${version} }));
  app.post('/body', { config }, async (request) => ({ version: ${version}, length: request.body.text.length }));
  app.get('/slow', { config }, async () => {
    await new Promise((resolve) => setTimeout(resolve, ${SLOW_MS}));
    return { version: ${version} };
  });
  app.get('/live', { websocket: true, config }, (socket) => {
    socket.on('message', () => socket.send(JSON.stringify({ version: ${version} })));
  });
  app.get('/events', { config }, (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write('data: {"version":${version}}\\n\\n');
  });`;

const headers = { 'x-user': 'ada', 'content-type': 'application/json' };

/** What the clients saw. */
class Tally {
  readonly served = new Map<string, number>();
  readonly lost: string[] = [];
  readonly outdated: string[] = [];
  answers = 0;
  isOver = false;
  readonly #waiting = new Set<() => void>();

  /** `asked`: the version that was in place when the request was sent. */
  note(asked: number, answered: number, what: string): void {
    this.answers += 1;
    if (answered < asked) this.outdated.push(`${what} answered ${answered} after ${asked} was in place`);
    for (const wake of this.#waiting) wake();
  }

  /** Until so many answers more have come. */
  async more(count: number): Promise<void> {
    const until = this.answers + count;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      if (this.answers >= until) resolve();
    };
    this.#waiting.add(wake);
    await promise;
    this.#waiting.delete(wake);
  }
}

type Round = (slug: string, tally: Tally) => Promise<void>;

async function askFor(slug: string, path: string, tally: Tally, init?: RequestInit): Promise<void> {
  const asked = tally.served.get(slug) ?? 0;
  const response = await fetch(`${runtime.url}/api/${slug}/${path}`, { headers, ...init });
  const body = (await response.json()) as { version: number; length?: number };
  if (response.status !== 200) throw new Error(`it answered ${response.status}`);
  if (init && body.length !== 5_000) throw new Error('the body was cut');
  tally.note(asked, body.version, path);
}

const rounds: Record<string, Round> = {
  fast: (slug, tally) => askFor(slug, 'fast', tally),
  body: (slug, tally) =>
    askFor(slug, 'body', tally, { method: 'POST', body: JSON.stringify({ text: 'x'.repeat(5_000) }) }),
  slow: (slug, tally) => askFor(slug, 'slow', tally),
  events: async (slug, tally) => {
    const asked = tally.served.get(slug) ?? 0;
    const response = await fetch(`${runtime.url}/api/${slug}/events`, { headers });
    const text = await response.text();
    if (!text.includes('event: end')) throw new Error('the stream broke off');
    tally.note(asked, Number(/"version":(\d+)/.exec(text)?.[1]), 'events');
  },
  live: (slug, tally) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const asked = tally.served.get(slug) ?? 0;
    const socket = new WebSocket(`${runtime.url.replace('http', 'ws')}/api/${slug}/live`, { headers });
    socket.onopen = () => socket.send('which');
    socket.onmessage = ({ data }) => {
      tally.note(asked, (JSON.parse(String(data)) as { version: number }).version, 'live');
      socket.send('which');
    };
    socket.onclose = ({ code }) => (code === 1012 ? resolve() : reject(new Error(`it closed with ${code}`)));
    return promise;
  },
};

async function keepAsking(slug: string, name: string, tally: Tally): Promise<void> {
  while (!tally.isOver) {
    await rounds[name]?.(slug, tally).catch((error: unknown) => tally.lost.push(`${slug} ${name}: ${error}`));
  }
}

it('loses no request, body, stream or socket while code is replaced, and sends every new request to the new code', async () => {
  const tally = new Tally();
  const served = new Map<string, ServedPlugin>();
  const swap = async (slug: string, version: number): Promise<void> => {
    const next = await runtime.mount(slug, describeRouter(version));
    const old = served.get(slug);
    served.set(slug, next);
    runtime.dispatch.attach(slug, next);
    tally.served.set(slug, version);
    await old?.close();
  };
  for (const slug of slugs) await swap(slug, 1);
  const clients = slugs.flatMap((slug) => Object.keys(rounds).map((name) => keepAsking(slug, name, tally)));
  for (let version = 2; version < SWAPS + 2; version += 1) {
    await tally.more(100);
    await swap('one', version);
  }
  await tally.more(100);
  tally.isOver = true;
  for (const plugin of served.values()) await plugin.close();
  await Promise.all(clients);
  expect(tally.lost).toEqual([]);
  expect(tally.outdated).toEqual([]);
});
