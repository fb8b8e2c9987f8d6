import type { WarehouseConnections } from './connection/warehouse-connections.ts';
import { PostgresWarehouse } from './postgres-warehouse.ts';
import { createRoleNames } from './walls/role-names.ts';

export interface PostgresWarehousesOptions {
  readonly connections: WarehouseConnections;
  readonly secretKey: Buffer;
}

/** Another node may have named another database; its readers hear of it within this time. */
const KNOWN_MS = 1000;

interface Entry {
  readonly address: string;
  readonly warehouse: PostgresWarehouse;
  readonly closers: Set<() => Promise<void>>;
}

/** The PostgreSQL of each organisation that has named one. */
export class PostgresWarehouses {
  readonly #options: PostgresWarehousesOptions;
  readonly #open = new Map<string, Entry>();
  readonly #known = new Map<string, { readonly until: number; readonly found: Promise<Entry | undefined> }>();
  readonly #stopListening: () => void;

  constructor(options: PostgresWarehousesOptions) {
    this.#options = options;
    this.#stopListening = options.connections.onChanged((orgId) => this.#known.delete(orgId));
  }

  /** Undefined where the organisation builds in files. Throws HF_WAREHOUSE_UNREACHABLE. */
  async find(orgId: string): Promise<PostgresWarehouse | undefined> {
    return (await this.#findEntry(orgId))?.warehouse;
  }

  /** Calls back when the warehouse is not the organisation's any more, or the platform stops. */
  async onClosed(orgId: string, close: () => Promise<void>): Promise<void> {
    (await this.#findEntry(orgId))?.closers.add(close);
  }

  async close(): Promise<void> {
    this.#stopListening();
    for (const orgId of [...this.#open.keys()]) await this.#drop(orgId);
  }

  async #findEntry(orgId: string): Promise<Entry | undefined> {
    const now = performance.now();
    const known = this.#known.get(orgId);
    if (known && known.until > now) return await known.found;
    const found = this.#load(orgId);
    this.#known.set(orgId, { until: now + KNOWN_MS, found });
    found.catch(() => this.#known.delete(orgId));
    return await found;
  }

  async #load(orgId: string): Promise<Entry | undefined> {
    const known = await this.#options.connections.find(orgId);
    const address = JSON.stringify(known);
    const before = this.#open.get(orgId);
    if (before?.address === address) return before;
    await this.#drop(orgId);
    if (!known) return undefined;
    const roles = createRoleNames({
      secretKey: this.#options.secretKey,
      orgId,
      databaseId: known.databaseId,
    });
    const warehouse = new PostgresWarehouse({ ...known, orgId, roles });
    const entry: Entry = { address, warehouse, closers: new Set() };
    this.#open.set(orgId, entry);
    return entry;
  }

  async #drop(orgId: string): Promise<void> {
    const entry = this.#open.get(orgId);
    this.#open.delete(orgId);
    if (!entry) return;
    for (const close of entry.closers) await close();
    // Builds that go on keep theirs until they end.
    void entry.warehouse.close();
  }
}
