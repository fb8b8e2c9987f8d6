import type { Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Agent, RequestInit as UndiciInit, fetch as undiciFetch } from 'undici';
import type { CommandContext } from '../command-context.ts';
import { findDataDir } from '../data-dir.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { readOperatorSocket } from './operator-address.ts';

/** A way to a platform, as the operator through its socket or as the owner of a token. */
export interface Connection extends AsyncDisposable {
  readonly send: Send;
  readonly asOperator: boolean;
}

interface Address {
  readonly origin: string;
  readonly socketPath?: string;
  readonly token?: string;
  /** Turns a failed connection into one sentence. */
  readonly explain: (cause: unknown) => PlatformError;
}

/** Chooses the platform: --url when it is given, else the one that runs on DATA_DIR. */
export async function connect(context: CommandContext, options: ConnectionOptions): Promise<Connection> {
  const address = options.url
    ? remoteAddress(options.url, options.token)
    : await operatorAddress(findDataDir(context.env));
  const { socketPath } = address;
  // An import or a backup may be silent for longer than any limit that makes sense.
  const patience = { headersTimeout: 0, bodyTimeout: 0 };
  // `serve` reads this file too, and never connects.
  const { Agent, fetch } = await import('undici');
  const agent = new Agent(socketPath ? { ...patience, connect: { socketPath } } : patience);
  return {
    asOperator: socketPath !== undefined,
    send: createSend(address, agent, fetch),
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

function createSend({ origin, token, explain }: Address, dispatcher: Agent, fetch: typeof undiciFetch): Send {
  return async (path, init) => {
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    const request = { ...init, headers: Object.fromEntries(headers), dispatcher } as UndiciInit;
    try {
      return (await fetch(new URL(path, origin), request)) as unknown as Response;
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw explain(error instanceof Error && error.cause ? error.cause : error);
    }
  };
}

function remoteAddress(url: string, token: string | undefined): Address {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new PlatformError('HF_CLI_USAGE', {
      problem: `'${url}' is no address such as https://data.example.org`,
    });
  }
  if (!token) throw new PlatformError('HF_CLI_TOKEN_MISSING', { address: url });
  const explain = (cause: unknown) =>
    new PlatformError('HF_CLI_SERVER_UNREACHABLE', { address: url, reason: describe(cause) }, { cause });
  return { origin: url, token, explain };
}

async function operatorAddress(dataDir: string): Promise<Address> {
  const socket = await readOperatorSocket(dataDir);
  const explain = (cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EACCES') return new PlatformError('HF_CLI_SOCKET_FORBIDDEN', { socket }, { cause });
    if (code === 'ENOENT' || code === 'ECONNREFUSED')
      return new PlatformError('HF_CLI_NO_SERVER', { data_dir: dataDir }, { cause });
    return new PlatformError(
      'HF_CLI_SERVER_UNREACHABLE',
      { address: socket, reason: describe(cause) },
      { cause },
    );
  };
  return { origin: 'http://localhost', socketPath: socket, explain };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
