import type { WarehouseKind } from '@honeyframe/contract/api';
import type { Warehouse } from '@honeyframe/sdk/backend';

export interface ReaderOptions {
  readonly orgId: string;
  /** Files of that organisation to attach under their own names; those not built yet are left out. */
  readonly names: readonly string[];
  /** The workspace whose build time `dataAsOf()` answers with. */
  readonly ownWorkspace: string;
  /** How long one query may take; the platform's limit where it is left out. */
  readonly seconds?: number;
}

/** Read-only access to warehouses, for many callers at once. */
export interface WarehouseReaders {
  /** Costs nothing until its first query; each query sees one consistent set of versions. */
  reader(options: ReaderOptions): Warehouse;
  /** What an organisation's queries run on; dialects and names of three parts differ. */
  kind(orgId: string): Promise<WarehouseKind>;
  /** Waits for running queries, then closes every instance. */
  close(): Promise<void>;
}
