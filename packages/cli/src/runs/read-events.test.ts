import { expect, it } from 'vitest';
import { readEvents } from './read-events.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

it('reads events however the network cuts them, and leaves comments out', async () => {
  const stream =
    ':\n\nevent: node\nid: 1\ndata: {"é":1}\n\n: heartbeat\n\nid: 2\r\ndata: first\r\ndata: second\r\n\r\ndata: unfinished';
  for (const size of [1, 2, 7, 1000]) {
    expect(await Array.fromAsync(readEvents(inPieces(stream, size)))).toEqual([
      { id: '1', data: '{"é":1}' },
      { id: '2', data: 'first\nsecond' },
    ]);
  }
});
