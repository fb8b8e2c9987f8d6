import { PlatformError } from '@honeyframe/contract';
import type { WarehouseConnection, WarehouseTest } from '@honeyframe/contract/api';
import { Client } from 'pg';
import type { AuditActor, AuditLog } from '../../../audit/index.ts';
import { claimDatabase } from './claim-database.ts';
import { createClientConfig } from './client-config.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.ts';
import { inspectDatabase } from './inspect-database.ts';
import { parseRootCertificate } from './root-certificate.ts';
import {
  describeServerAddress,
  parseServerAddress,
  requireAllowedHost,
  type ServerAddress,
  verifiesServer,
} from './server-address.ts';

export interface WarehouseConnectionsOptions {
  readonly store: ConnectionStore;
  readonly auditLog: AuditLog;
  /** Servers that the operator lets organisations name; none where it is empty. */
  readonly allowedHosts: readonly string[];
}

/** What an administrator sends. */
export interface ConnectionOrder {
  readonly url: string;
  /** The one that is there stays where it is left out and the rest names the same server. */
  readonly root_certificate?: string | null | undefined;
}

/** Where an organisation's database is, and which one it is. */
export interface KnownDatabase {
  readonly address: ServerAddress;
  readonly databaseId: string;
}

/** The PostgreSQL databases that organisations have named. */
export class WarehouseConnections {
  readonly allowedHosts: readonly string[];
  readonly #options: WarehouseConnectionsOptions;
  readonly #listeners = new Set<(orgId: string) => void>();

  constructor(options: WarehouseConnectionsOptions) {
    this.#options = options;
    this.allowedHosts = options.allowedHosts;
  }

  /** Hears of organisations that named another database, or none. Returns the disposer. */
  onChanged(listener: (orgId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async describe(orgId: string): Promise<WarehouseConnection | null> {
    const found = await this.#options.store.find(orgId);
    return found ? toAnswer(found) : null;
  }

  /** Undefined where the organisation builds in files. Throws HF_WAREHOUSE_UNREACHABLE. */
  async find(orgId: string): Promise<KnownDatabase | undefined> {
    const found = await this.#options.store.find(orgId);
    if (!found) return undefined;
    const address = this.#open(found);
    return { address, databaseId: found.database_id };
  }

  /** Without a URL, of the one that is named. Throws HF_WAREHOUSE_CONNECTION_NONE, and what `set` does. */
  async test(
    orgId: string,
    { url, ...rest }: Omit<ConnectionOrder, 'url'> & { readonly url?: string | undefined },
  ): Promise<WarehouseTest> {
    if (url !== undefined) return await inspectDatabase(await this.#parse(orgId, { ...rest, url }));
    const known = await this.find(orgId);
    if (!known) throw new PlatformError('HF_WAREHOUSE_CONNECTION_NONE');
    return await inspectDatabase(known.address);
  }

  /**
   * Throws HF_WAREHOUSE_URL, HF_WAREHOUSE_HOST, HF_WAREHOUSE_CERTIFICATE, HF_WAREHOUSE_CONNECTION_UNFIT; then nothing
   * has changed.
   */
  async set(orgId: string, order: ConnectionOrder, by: AuditActor): Promise<WarehouseConnection> {
    const { store, auditLog } = this.#options;
    const address = await this.#parse(orgId, order);
    const { problems } = await inspectDatabase(address);
    if (problems.length > 0) {
      const words = problems.map(({ message }) => message).join('; ');
      throw new PlatformError('HF_WAREHOUSE_CONNECTION_UNFIT', { problems: words });
    }
    const databaseId = await claim(address, orgId);
    const shown = describeServerAddress(address);
    const secret = withPassword(shown, address.password);
    const { rootCertificate } = address;
    await store.save({ orgId, url: shown, secret, rootCertificate, databaseId, by: by.name });
    await auditLog.record({
      ...{ org_id: orgId, actor: by, action: 'warehouse_connection.changed' },
      ...{
        target_type: 'warehouse_connection',
        details: { url: shown, has_root_certificate: rootCertificate !== null },
      },
    });
    this.#tell(orgId);
    return (await this.describe(orgId)) as WarehouseConnection;
  }

  async remove(orgId: string, by: AuditActor): Promise<void> {
    if (!(await this.#options.store.remove(orgId))) return;
    await this.#options.auditLog.record({
      ...{ org_id: orgId, actor: by, action: 'warehouse_connection.removed' },
      target_type: 'warehouse_connection',
    });
    this.#tell(orgId);
  }

  /** Without a password the one that is there stays, where the rest names the same login; the root certificate too. */
  async #parse(orgId: string, { url, root_certificate }: ConnectionOrder): Promise<ServerAddress> {
    const sent = parseServerAddress(url);
    requireAllowedHost(sent, this.allowedHosts);
    const known = await this.#options.store.find(orgId);
    const same = known?.url === describeServerAddress(sent) ? known : undefined;
    const before = same?.secret === undefined ? sent : parseServerAddress(same.secret);
    const kept = root_certificate === undefined ? (same?.root_certificate ?? null) : null;
    const rootCertificate = root_certificate ? readRootCertificate(root_certificate, sent) : kept;
    return { ...sent, password: sent.password || before.password, rootCertificate };
  }

  #open({ secret, root_certificate }: StoredConnection): ServerAddress {
    const reason = 'its password was sealed with another key';
    if (secret === undefined) throw new PlatformError('HF_WAREHOUSE_UNREACHABLE', { reason });
    const address = parseServerAddress(secret, root_certificate);
    // The operator may have changed his mind.
    requireAllowedHost(address, this.allowedHosts);
    return address;
  }

  #tell(orgId: string): void {
    for (const listener of this.#listeners) listener(orgId);
  }
}

/** Where no certificate is looked at, it would promise more than it gives. */
function readRootCertificate(text: string, address: ServerAddress): string {
  if (verifiesServer(address)) return parseRootCertificate(text);
  const reason = `with 'sslmode=${address.sslmode}' nobody would look at it`;
  throw new PlatformError('HF_WAREHOUSE_CERTIFICATE', { reason });
}

async function claim(address: ServerAddress, orgId: string): Promise<string> {
  const options = { application: 'honeyframe', statementSeconds: 30 };
  const client = new Client(createClientConfig(address, address, options));
  client.on('error', () => {});
  await client.connect();
  try {
    return await claimDatabase(client, orgId);
  } finally {
    await client.end();
  }
}

function withPassword(shown: string, password: string): string {
  const url = new URL(shown);
  url.password = encodeURIComponent(password);
  return url.href;
}

function toAnswer({ updated_at, ...stored }: StoredConnection): WarehouseConnection {
  const { url, root_certificate, updated_by } = stored;
  return { url, root_certificate, updated_at: updated_at.toISOString(), updated_by };
}
