import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { endEventStream } from './event-stream.ts';

async function openStream(): Promise<{ response: ServerResponse; client: ReturnType<typeof connect> }> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.on('error', () => {}).write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return { response, client };
}

it('tells a client why its stream ends', async () => {
  const { response, client } = await openStream();
  endEventStream(response, 'over');
  const [text] = await once(client.setEncoding('utf8'), 'data');
  expect(text).toContain('event: end\ndata: {"reason":"over"}');
});

it('does not wait for a client that takes nothing', async () => {
  const { response, client } = await openStream();
  client.pause();
  // More than the buffers between the two hold.
  response.write(Buffer.alloc(64 * 1024 * 1024));
  const closed = once(response, 'close');
  const started = performance.now();
  endEventStream(response, 'over');
  await closed;
  expect(response.writableFinished).toBe(false);
  expect(performance.now() - started).toBeLessThan(4_000);
});
