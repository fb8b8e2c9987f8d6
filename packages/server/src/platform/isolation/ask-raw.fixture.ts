import { request } from 'node:http';

export interface RawRequest {
  readonly path: string;
  readonly method?: string;
  /** Names and values in turn, so that a name can come twice. */
  readonly headers?: readonly string[];
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** A request as it is written: `fetch` would tidy up the path and join headers. An upgrade that is granted answers 101. */
export async function askRaw(
  url: string,
  { path, method = 'GET', headers = [] }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const sent = request({ hostname, port, path, method, headers: ['Host', host, ...headers], agent: false });
  sent.on('error', reject);
  sent.on('upgrade', (_response, socket) => {
    socket.once('error', () => {});
    socket.destroy();
    resolve({ status: 101, text: '' });
  });
  sent.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    response.on('error', reject);
  });
  sent.end();
  return promise;
}

/** What a browser sends to open a WebSocket. */
export const upgradeHeaders: readonly string[] = [
  'Connection',
  'Upgrade',
  'Upgrade',
  'websocket',
  'Sec-WebSocket-Version',
  '13',
  'Sec-WebSocket-Key',
  'dGhlIHNhbXBsZSBub25jZQ==',
];
