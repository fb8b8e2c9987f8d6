import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createUpgradeResponse } from './upgrade-response.ts';

/** Answers requests below `/api/<slug>/`. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes over a connection whose request asks for a WebSocket. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What the requests of a plugin are sent to. */
export interface RequestTarget {
  readonly handle: RequestHandler;
  /** Where it is left out, `handle` answers: a request need not get the upgrade that it asks for. */
  readonly handleUpgrade?: UpgradeHandler;
}

/** Where the requests of each plugin go. A swap is one write to the map. */
export interface Dispatch {
  /** In the place of what was attached before. @returns the disposer, which removes exactly this target. */
  attach(slug: string, target: RequestTarget | RequestHandler): () => void;
  /** Sends a request to the plugin that its address names, else to the platform. */
  handle: RequestHandler;
  /** The same for a request that asks for a WebSocket. */
  handleUpgrade: UpgradeHandler;
  /** Sends a request to the platform, whatever plugin its address names. */
  decline: RequestHandler;
  /** Set once by the platform's own server. */
  setFallback(handler: RequestHandler): void;
}

const PREFIX = '/api/';

export function createDispatch(): Dispatch {
  const targets = new Map<string, RequestTarget>();
  let fallback: RequestTarget = { handle: () => {} };
  const find = (request: IncomingMessage): RequestTarget => {
    const slug = readSlug(request.url ?? '');
    return (slug === undefined ? undefined : targets.get(slug)) ?? fallback;
  };
  return {
    attach: (slug, attached) => {
      const target = typeof attached === 'function' ? { handle: attached } : attached;
      targets.set(slug, target);
      return () => {
        if (targets.get(slug) === target) targets.delete(slug);
      };
    },
    handle: (request, response) => find(request).handle(request, response),
    handleUpgrade: (request, socket, head) => {
      const target = find(request);
      if (target.handleUpgrade) target.handleUpgrade(request, socket, head);
      else target.handle(request, createUpgradeResponse(request, socket));
    },
    decline: (request, response) => fallback.handle(request, response),
    setFallback: (handle) => {
      fallback = { handle };
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
