import { EventEmitter } from 'node:events';
import type { Client, QueryConfig } from 'pg';

const CHANNEL = 'honeyframe_access';
/** The payload of a change of plugins' settings; every other one is about who may do what. */
const SETTINGS = 'settings';
const RECONNECT_MS = 500;
// A connection that was cut without a word looks open: without an answer for this long, changes are not heard.
const BEAT_MS = 1_000;
const beat: QueryConfig & { query_timeout: number } = { text: 'select 1', query_timeout: 1_000 };

/**
 * Tells everyone who cached a decision that accounts, memberships or grants changed: at once on this node (callers
 * announce their own writes), and by PostgreSQL's NOTIFY from triggers on the others.
 */
export interface AccessChanges {
  /** Call after the transaction that changed something has committed. */
  announce(): void;
  /** @returns the disposer. */
  onChange(listener: () => void): () => void;
  /** The same for what administrators set for plugins. */
  announceSettings(): void;
  /** @returns the disposer. */
  onSettingsChange(listener: () => void): () => void;
  /** Whether changes of other nodes are heard; while they are not, nothing may be cached for long. */
  isListening(): boolean;
  close(): Promise<void>;
}

/** Starts to listen on a connection of its own. */
export async function createAccessChanges(connect: () => Client): Promise<AccessChanges> {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  const listener = new ChangeListener(connect, (payload) => {
    if (payload !== SETTINGS) events.emit('change');
    // Without a payload the connection itself changed: anything may have happened meanwhile.
    if (payload === SETTINGS || payload === undefined) events.emit(SETTINGS);
  });
  await listener.open();
  return {
    announce: () => void events.emit('change'),
    onChange: (callback) => {
      events.on('change', callback);
      return () => void events.off('change', callback);
    },
    announceSettings: () => void events.emit(SETTINGS),
    onSettingsChange: (callback) => {
      events.on(SETTINGS, callback);
      return () => void events.off(SETTINGS, callback);
    },
    isListening: () => listener.isOpen(),
    close: () => listener.close(),
  };
}

class ChangeListener {
  #closed = false;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #beats: NodeJS.Timeout | undefined;
  readonly #connect: () => Client;
  readonly #onChange: (payload?: string) => void;

  constructor(connect: () => Client, onChange: (payload?: string) => void) {
    this.#connect = connect;
    this.#onChange = onChange;
  }

  async open(): Promise<void> {
    const client = this.#connect();
    client.on('notification', ({ payload }) => this.#onChange(payload ?? ''));
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      abandon(client);
      throw error;
    }
    if (this.#closed) return abandon(client);
    this.#client = client;
    this.#beats = setInterval(() => this.#beat(client), BEAT_MS);
    // Whatever changed while nobody listened is unknown: forget everything once.
    this.#onChange();
  }

  #beat(client: Client): void {
    client.query(beat).catch(() => {
      if (this.#closed) return;
      abandon(client);
      this.#lost(client);
    });
  }

  #lost(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    clearInterval(this.#beats);
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
    clearInterval(this.#beats);
    await this.#client?.end();
  }
}

/** Lets go of a connection of which nothing is expected any more; how it ends is of no interest. */
function abandon(client: Client): void {
  client.end().catch(() => {});
}
