import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepBeating } from './heartbeat.ts';
import type { ServerSocket } from './server-socket.ts';

const BEAT_MS = 30_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection whose other side answers only as long as it is there. */
class TestSocket extends EventEmitter {
  pings = 0;
  isDropped = false;
  isThere = true;

  ping(): void {
    this.pings += 1;
    if (this.isThere) this.emit('pong');
  }

  terminate(): void {
    this.isDropped = true;
    this.emit('close');
  }
}

function open(): TestSocket {
  const socket = new TestSocket();
  keepBeating(socket as unknown as ServerSocket);
  return socket;
}

it('asks every 30 s and leaves a client alone that answers', () => {
  const socket = open();
  vi.advanceTimersByTime(10 * BEAT_MS);
  expect(socket).toMatchObject({ pings: 10, isDropped: false });
});

it('drops a client that missed an answer, and asks no more', () => {
  const socket = open();
  vi.advanceTimersByTime(BEAT_MS);
  socket.isThere = false;
  vi.advanceTimersByTime(BEAT_MS);
  expect(socket.isDropped).toBe(false);
  vi.advanceTimersByTime(BEAT_MS);
  expect(socket).toMatchObject({ pings: 2, isDropped: true });
  vi.advanceTimersByTime(10 * BEAT_MS);
  expect(socket.pings).toBe(2);
});

it('ends with its connection', () => {
  const socket = open();
  socket.emit('close');
  expect(vi.getTimerCount()).toBe(0);
});
