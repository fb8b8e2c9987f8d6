import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { ClientBase, Connection, Submittable } from 'pg';

/** The parts of pg's connection that its types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** Streams a file's bytes through `COPY … FROM STDIN`. Rejects with what the server or the file said. */
export async function copyIn(client: ClientBase, statement: string, source: Readable): Promise<void> {
  const order = new CopyIn(statement, source);
  client.query(order);
  await order.done;
}

/** A query of pg, of which the server asks for rows. */
class CopyIn implements Submittable {
  readonly done: Promise<void>;
  readonly #statement: string;
  readonly #source: Readable;
  readonly #end = Promise.withResolvers<void>();
  #error: Error | undefined;

  constructor(statement: string, source: Readable) {
    this.#statement = statement;
    this.#source = source;
    this.done = this.#end.promise;
  }

  submit(connection: Connection): void {
    connection.query(this.#statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.#send(connection).then(
      () => connection.endCopyFrom(),
      (error: Error) => {
        this.#error ??= error;
        connection.sendCopyFail(error.message);
      },
    );
  }

  handleError(error: Error): void {
    this.#error ??= error;
    this.#source.destroy();
    // A connection that is gone sends no word of its readiness.
    if (!('severity' in error)) this.#end.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#error) this.#end.reject(this.#error);
    else this.#end.resolve();
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleEmptyQuery(): void {}

  async #send(connection: CopyConnection): Promise<void> {
    for await (const chunk of this.#source) {
      connection.sendCopyFromChunk(chunk as Buffer);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
  }
}
