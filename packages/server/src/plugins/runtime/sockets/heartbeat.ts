import type { ServerSocket } from './server-socket.ts';

/** A client that vanished without a word is noticed after at most twice this. */
const BEAT_MS = 30_000;

/**
 * Asks a client now and then whether it is there, and drops it when it has not answered by the next time. It keeps
 * proxies from ending a connection on which nothing is said, too.
 */
export function keepBeating(socket: ServerSocket): void {
  let isThere = true;
  const timer = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, BEAT_MS).unref();
  socket.on('pong', () => {
    isThere = true;
  });
  socket.on('close', () => clearInterval(timer));
}
