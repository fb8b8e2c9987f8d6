import { EventEmitter } from 'node:events';
import type { Client } from 'pg';

const CHANNEL = 'honeyframe_access';
const RECONNECT_MS = 500;

/**
 * Tells everyone who cached a decision that accounts, memberships or grants changed: at once on this node (callers
 * announce their own writes), and by PostgreSQL's NOTIFY from triggers on the others.
 */
export interface AccessChanges {
  /** Call after the transaction that changed something has committed. */
  announce(): void;
  /** @returns the disposer. */
  onChange(listener: () => void): () => void;
  /** Whether changes of other nodes are heard; while they are not, nothing may be cached for long. */
  isListening(): boolean;
  close(): Promise<void>;
}

/** Starts to listen on a connection of its own. */
export async function createAccessChanges(connect: () => Client): Promise<AccessChanges> {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  const listener = new ChangeListener(connect, () => events.emit('change'));
  await listener.open();
  return {
    announce: () => void events.emit('change'),
    onChange: (callback) => {
      events.on('change', callback);
      return () => void events.off('change', callback);
    },
    isListening: () => listener.isOpen(),
    close: () => listener.close(),
  };
}

class ChangeListener {
  #closed = false;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #connect: () => Client;
  readonly #onChange: () => void;

  constructor(connect: () => Client, onChange: () => void) {
    this.#connect = connect;
    this.#onChange = onChange;
  }

  async open(): Promise<void> {
    const client = this.#connect();
    client.on('notification', this.#onChange);
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.#client = client;
    // Whatever changed while nobody listened is unknown: forget everything once.
    this.#onChange();
  }

  #lost(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    this.#onChange();
    this.#reopenLater();
  }

  #reopenLater(): void {
    this.#timer = setTimeout(() => this.open().catch(() => this.#reopenLater()), RECONNECT_MS);
  }

  isOpen(): boolean {
    return this.#client !== undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end();
  }
}
