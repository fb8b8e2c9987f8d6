import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers requests below `/api/<slug>/`. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Where the requests of each plugin go. A swap is one write to the map. */
export interface Dispatch {
  /** @returns the disposer, which removes exactly this handler. */
  attach(slug: string, handler: RequestHandler): () => void;
  /** Sends a request to the plugin that its address names, else to the platform. */
  handle: RequestHandler;
  /** Set once by the platform's own server. */
  setFallback(handler: RequestHandler): void;
}

const PREFIX = '/api/';

export function createDispatch(): Dispatch {
  const handlers = new Map<string, RequestHandler>();
  let fallback: RequestHandler = () => {};
  return {
    attach: (slug, handler) => {
      handlers.set(slug, handler);
      return () => {
        if (handlers.get(slug) === handler) handlers.delete(slug);
      };
    },
    handle: (request, response) => {
      const slug = readSlug(request.url ?? '');
      const handler = (slug === undefined ? undefined : handlers.get(slug)) ?? fallback;
      handler(request, response);
    },
    setFallback: (handler) => {
      fallback = handler;
    },
  };
}

// On the path of every request: the text between `/api/` and the next `/` or `?`, without a regular expression.
function readSlug(url: string): string | undefined {
  if (!url.startsWith(PREFIX)) return undefined;
  const slash = url.indexOf('/', PREFIX.length);
  if (slash >= 0) return url.slice(PREFIX.length, slash);
  const query = url.indexOf('?', PREFIX.length);
  return url.slice(PREFIX.length, query < 0 ? undefined : query);
}
