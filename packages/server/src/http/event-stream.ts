import type { ServerResponse } from 'node:http';

// What Fastify and writeHead() are given never gets into getHeader(); the text of the header is the one place for all ways.
const contentType = /^content-type: *text\/event-stream/im;

/** Whether a response is an event stream that goes on: it would end only when its client leaves. */
export function isEventStream(response: ServerResponse): boolean {
  if (!response.headersSent || response.writableEnded) return false;
  return contentType.test((response as ServerResponse & { _header?: string })._header ?? '');
}

// A client that takes nothing any more must not keep the platform, or a plugin, from stopping.
const FLUSH_MS = 2_000;

/** Tells the client why, and ends the response; a browser's EventSource connects again by itself. */
export function endEventStream(response: ServerResponse, reason: string): void {
  // The handler may write once more before it hears of the end; without a listener that would end the process.
  response.on('error', () => {});
  response.end(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
  const limit = setTimeout(() => response.destroy(), FLUSH_MS);
  response.once('close', () => clearTimeout(limit));
}
