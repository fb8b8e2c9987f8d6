import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './runtime.fixture.ts';

const allowed = "{ config: { permission: 'test.use' } }";
const echo = `app.get('/live', { websocket: true, config: { permission: 'test.use' } }, (socket, request) => {
  socket.on('message', (message) => socket.send(request.caller.user.id + ': ' + message));
});`;
const stream = `app.get('/stream', ${allowed}, (request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.raw.write(':\\n\\n');
  globalThis.streams = (globalThis.streams ?? []).concat(reply.raw);
});`;
const held = `app.get('/held', ${allowed}, async () => {
  await new Promise((resolve) => { globalThis.finish = resolve; globalThis.entered?.(); });
  return { done: true };
});`;

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime();
});
afterAll(() => runtime.stop());

const ada = { 'x-user': 'ada' };

/** A socket that is open. */
async function open(path: string, headers: Record<string, string> = ada): Promise<WebSocket> {
  const socket = new WebSocket(runtime.url.replace('http', 'ws') + path, { headers });
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return socket;
}

/** What a request for a WebSocket is answered that does not become one. */
async function ask(path: string, headers: Record<string, string>) {
  const call = request(runtime.url + path, {
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  }).end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const body = JSON.parse(await text(response)) as { code?: string };
  return { status: response.statusCode, code: body.code, connection: response.headers.connection };
}

const closed = (socket: WebSocket) =>
  new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => resolve({ code, reason });
  });

describe('a WebSocket of a plugin', () => {
  it('is opened to who holds the permission, who is known to the handler', async () => {
    runtime.dispatch.attach('chat', await runtime.mount('chat', echo));
    const socket = await open('/api/chat/live');
    const answer = new Promise((resolve) => {
      socket.onmessage = ({ data }) => resolve(data);
    });
    socket.send('hello');
    expect(await answer).toBe('ada: hello');
  });

  it('is refused with an answer that says why, and the connection ends', async () => {
    runtime.dispatch.attach('chat', await runtime.mount('chat', echo));
    const connection = 'close';
    expect(await ask('/api/chat/live', {})).toEqual({ status: 401, code: 'HF_AUTH_REQUIRED', connection });
    expect(await ask('/api/chat/live', { 'x-user': 'vic' })).toEqual({
      status: 403,
      code: 'HF_ACCESS_DENIED',
      connection,
    });
    expect(await ask('/api/chat/nothing', ada)).toMatchObject({ status: 404, connection });
    expect(await ask('/api/unknown/live', ada)).toMatchObject({ status: 404, connection });
  });

  it('is refused to pages of other sites, which the cookie would go along with', async () => {
    runtime.dispatch.attach('chat', await runtime.mount('chat', echo));
    const foreign = { ...ada, origin: 'https://evil.example' };
    expect(await ask('/api/chat/live', foreign)).toMatchObject({
      status: 403,
      code: 'HF_AUTH_CROSS_SITE',
    });
    const own = await open('/api/chat/live', { ...ada, origin: runtime.url });
    expect(own.readyState).toBe(WebSocket.OPEN);
  });

  it('is not found below a plugin that has none; its routes answer as always', async () => {
    const plain = `app.get('/plain', ${allowed}, async () => ({ plain: true }));`;
    runtime.dispatch.attach('plain', await runtime.mount('plain', plain));
    expect(await ask('/api/plain/live', ada)).toMatchObject({ status: 404 });
    expect(await ask('/api/plain/plain', ada)).toMatchObject({ status: 200, connection: 'close' });
  });

  it('tells an ordinary request that it has to be a WebSocket', async () => {
    runtime.dispatch.attach('chat', await runtime.mount('chat', echo));
    const response = await fetch(`${runtime.url}/api/chat/live`, { headers: ada });
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.json()).toMatchObject({ code: 'HF_CORE_UPGRADE_REQUIRED' });
  });

  it('takes the body of a request that asks for another protocol, and answers it', async () => {
    const post = `app.post('/post', ${allowed}, async (request) => request.body);`;
    runtime.dispatch.attach('plain', await runtime.mount('plain', post));
    const call = request(`${runtime.url}/api/plain/post`, {
      method: 'POST',
      headers: { ...ada, connection: 'upgrade', upgrade: 'h2c', 'content-type': 'application/json' },
    }).end('{"kept":true}');
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    expect(JSON.parse(await text(response))).toEqual({ kept: true });
  });

  it('is closed with an error code when its handler throws, which counts as a failure', async () => {
    const broken =
      "app.get('/live', { websocket: true, config: { permission: 'test.use' } }, () => { throw new Error('no'); });";
    const served = await runtime.mount('chat', broken);
    runtime.dispatch.attach('chat', served);
    const socket = await open('/api/chat/live');
    expect(await closed(socket)).toMatchObject({ code: 1011 });
    expect(served.stats()).toEqual({ requests: 1, failed: 1 });
  });
});

describe('code that is taken away', () => {
  it('answers its requests first, then runs its onClose hooks', async () => {
    const served = await runtime.mount(
      'old',
      `${held} app.addHook('onClose', async () => { globalThis.hooks = 'ran'; });`,
    );
    runtime.dispatch.attach('old', served);
    const entered = new Promise<void>((resolve) => Object.assign(globalThis, { entered: resolve }));
    const answer = fetch(`${runtime.url}/api/old/held`, { headers: ada });
    await entered;
    const close = served.close();
    expect(globalThis).not.toHaveProperty('hooks');
    (globalThis as unknown as { finish: () => void }).finish();
    expect(await (await answer).json()).toEqual({ done: true });
    await close;
    expect(globalThis).toHaveProperty('hooks', 'ran');
  });

  it('tells event streams and WebSockets why, and ends them', async () => {
    const served = await runtime.mount('old', stream + echo);
    runtime.dispatch.attach('old', served);
    const events = await fetch(`${runtime.url}/api/old/stream`, { headers: ada });
    const socket = await open('/api/old/live');
    const end = closed(socket);
    await served.close('Version 2 takes over.');
    expect(await events.text()).toBe(':\n\nevent: end\ndata: {"reason":"Version 2 takes over."}\n\n');
    expect(await end).toEqual({ code: 1012, reason: 'Version 2 takes over.' });
  });

  it('survives a stream that is written to once more after its end', async () => {
    const served = await runtime.mount('old', stream);
    runtime.dispatch.attach('old', served);
    const events = await fetch(`${runtime.url}/api/old/stream`, { headers: ada });
    const closing = served.close();
    for (const raw of (globalThis as unknown as { streams: { write(text: string): void }[] }).streams)
      raw.write('late');
    await closing;
    expect(await events.text()).toContain('event: end');
  });

  describe('with a clock', () => {
    afterEach(() => void vi.useRealTimers());

    it('cuts off what is left after 30 s', async () => {
      const served = await runtime.mount('old', held);
      runtime.dispatch.attach('old', served);
      const entered = new Promise<void>((resolve) => Object.assign(globalThis, { entered: resolve }));
      const answer = fetch(`${runtime.url}/api/old/held`, { headers: ada });
      await entered;
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
      const close = served.close();
      vi.advanceTimersByTime(30_000);
      vi.useRealTimers();
      await close;
      await expect(answer).rejects.toThrow();
    });

    it('cuts off a WebSocket whose client does not answer the close within 5 s', async () => {
      const served = await runtime.mount('old', echo);
      runtime.dispatch.attach('old', served);
      const call = request(`${runtime.url}/api/old/live`, {
        headers: {
          ...ada,
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        },
      }).end();
      // A client that has stopped reading.
      const [, socket] = await once(call, 'upgrade');
      socket.on('error', () => {}).pause();
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
      const close = served.close();
      vi.advanceTimersByTime(5_000);
      vi.useRealTimers();
      await close;
    });
  });

  it('ends the streams and WebSockets of one organisation only', async () => {
    const served = await runtime.mount('old', stream + echo);
    runtime.dispatch.attach('old', served);
    const theirs = await fetch(`${runtime.url}/api/old/stream`, { headers: { 'x-user': 'ada@first' } });
    const others = await fetch(`${runtime.url}/api/old/stream`, { headers: { 'x-user': 'eve@second' } });
    const socket = await open('/api/old/live', { 'x-user': 'ada@first' });
    const other = await open('/api/old/live', { 'x-user': 'eve@second' });
    const end = closed(socket);
    served.disconnect('The plugin was disabled.', 'first');
    expect(await theirs.text()).toContain('The plugin was disabled.');
    expect(await end).toEqual({ code: 1008, reason: 'The plugin was disabled.' });
    expect(other.readyState).toBe(WebSocket.OPEN);
    const reader = others.body?.getReader();
    await reader?.read();
    const going = await Promise.race([reader?.read().then(() => 'ended'), Promise.resolve('going on')]);
    expect(going).toBe('going on');
  });
});

it('ends streams and WebSockets of somebody who has lost the permission', async () => {
  const served = await runtime.mount('watched', stream + echo);
  runtime.dispatch.attach('watched', served);
  const eve = { 'x-user': 'eve' };
  const events = await fetch(`${runtime.url}/api/watched/stream`, { headers: eve });
  const socket = await open('/api/watched/live', eve);
  const other = await open('/api/watched/live');
  const end = closed(socket);
  runtime.revoked.add('eve');
  served.recheck();
  expect(await events.text()).toContain("The permission 'test.use' is missing.");
  expect(await end).toEqual({ code: 1008, reason: "The permission 'test.use' is missing." });
  expect(other.readyState).toBe(WebSocket.OPEN);
});

it('counts answers and those that failed', async () => {
  const routes = `app.get('/fine', ${allowed}, async () => ({})); app.get('/bad', ${allowed}, async () => { throw new Error('no'); });`;
  const served = await runtime.mount('counted', routes);
  runtime.dispatch.attach('counted', served);
  for (const path of ['/fine', '/bad', '/fine', '/nothing']) {
    await (await fetch(`${runtime.url}/api/counted${path}`, { headers: ada })).text();
  }
  expect(served.stats()).toEqual({ requests: 4, failed: 1 });
});
