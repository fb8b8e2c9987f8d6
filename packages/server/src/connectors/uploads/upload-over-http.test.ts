import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openTestConnectors, serveConnectors } from '../connectors.fixture.ts';

async function openListening() {
  const connectors = await openTestConnectors({ uploadLimits: { bytes: 1024 * 1024 } });
  const app = await serveConnectors(connectors);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const created = await app.inject({ method: 'POST', url: '/api/connectors/uploads' });
  const { upload_id } = created.json<{ upload_id: string }>();
  const folder = path.join(connectors.dataDir, 'uploads', upload_id);
  return { address: new URL(address), folder, target: `/api/connectors/uploads/${upload_id}/a.csv` };
}

it('stores nothing of a file whose sender went away', async () => {
  const { address, folder, target } = await openListening();
  const socket = net.connect(Number(address.port), address.hostname);
  await once(socket, 'connect');
  socket.write(
    `PUT ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nId\n`,
  );
  await expect.poll(() => readdir(folder)).toHaveLength(1);
  socket.destroy();
  await expect.poll(() => readdir(folder)).toEqual([]);
});

it('answers a sender of too much while he is still sending', async () => {
  const { address, folder, target } = await openListening();
  const body = Buffer.alloc(3 * 1024 * 1024, 'x');
  const answer = await fetch(new URL(target, address), { method: 'PUT', body });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ code: 'HF_CONNECTOR_UPLOAD_TOO_LARGE' });
  expect(await readdir(folder)).toEqual([]);
});
