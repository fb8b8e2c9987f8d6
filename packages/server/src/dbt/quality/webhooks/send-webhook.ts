import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { PlatformError } from '@honeyframe/contract';
import ipaddr from 'ipaddr.js';

export interface WebhookOrder {
  /** The same for each attempt: whoever receives a message twice can tell. */
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  /** Hosts that the operator lets it reach without https and on private addresses. */
  readonly allowedHosts: readonly string[];
}

const TIMEOUT_MS = 10_000;

/** Throws HF_DBT_WEBHOOK_URL for an address that organisations may not name. */
export function requireWebhookUrl(text: string, allowedHosts: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (reason: string) => new PlatformError('HF_DBT_WEBHOOK_URL', { url: text, reason });
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw refuse('it is no address of the web');
  if (url.username || url.password) throw refuse('it carries a password');
  if (isAllowed(url, allowedHosts)) return url;
  if (url.protocol !== 'https:') throw refuse('it is not https');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) && !isPublic(literal)) throw refuse('its address is private');
  return url;
}

/** An operator allows a host, or one port of it: `hooks.internal`, `10.1.2.3:8080`. */
function isAllowed({ host, hostname }: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.includes(hostname) || allowedHosts.includes(host);
}

/**
 * Sends a signed message. Redirects are not followed, and the address is checked at the moment that the connection is
 * made: a name may answer with another one than before. Rejects with why it did not arrive.
 */
export async function sendWebhook(order: WebhookOrder): Promise<void> {
  const { id, url: text, secret, body, allowedHosts } = order;
  const url = requireWebhookUrl(text, allowedHosts);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const isTrusted = isAllowed(url, allowedHosts);
  const request = send(url, {
    method: 'POST',
    timeout: TIMEOUT_MS,
    agent: false,
    ...(!isTrusted && { lookup: lookupPublic }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Honeyframe',
      'x-honeyframe-delivery': id,
      'x-honeyframe-signature': `sha256=${signature}`,
    },
  });
  request.end(body);
  const status = await readStatus(request);
  if (status < 200 || status > 299) throw new Error(`it answered ${status}`);
}

function readStatus(request: ClientRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error('it did not answer in time')));
    request.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      // What it says beyond that nobody reads.
      response.destroy();
    });
  });
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  void lookup(hostname, { ...options, all: true }).then(
    (addresses) => {
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublic(address)))
        return callback(new Error('its address is private'), '', 4);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    },
    (error: NodeJS.ErrnoException) => callback(error, '', 4),
  );
};

function isPublic(address: string): boolean {
  // Also an IPv4 address inside an IPv6 one.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
