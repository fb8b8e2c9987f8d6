import type { ClientBase, Connection } from 'pg';

/** The server ends what it does for a client that is gone. */
export function cutOnAbort(client: ClientBase, signal: AbortSignal): Disposable {
  const { connection } = client as ClientBase & { readonly connection: Connection };
  const cut = () => connection.stream.destroy();
  signal.addEventListener('abort', cut, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', cut) };
}
