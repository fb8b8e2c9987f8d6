import type { Queries } from '../../../database/index.ts';
import type { SecretBox } from '../../../settings/index.ts';

/** What an organisation has named. */
export interface StoredConnection {
  readonly url: string;
  /** With the password. Undefined when it was sealed with another key. */
  readonly secret: string | undefined;
  readonly database_id: string;
  readonly root_certificate: string | null;
  readonly updated_at: Date;
  readonly updated_by: string | null;
}

export interface SaveConnectionOptions {
  readonly orgId: string;
  readonly url: string;
  readonly secret: string;
  readonly rootCertificate: string | null;
  readonly databaseId: string;
  readonly by: string;
}

/** The rows of `warehouse_connections`. */
export class ConnectionStore {
  readonly #queries: Queries;
  readonly #secrets: SecretBox;

  constructor(queries: Queries, secrets: SecretBox) {
    this.#queries = queries;
    this.#secrets = secrets;
  }

  async find(orgId: string): Promise<StoredConnection | undefined> {
    const row = await this.#queries
      .selectFrom('warehouse_connections')
      .selectAll()
      .where('org_id', '=', orgId)
      .executeTakeFirst();
    return row && { ...row, secret: this.#secrets.open(placeOf(orgId), row.secret) };
  }

  async save({ orgId, url, secret, rootCertificate, databaseId, by }: SaveConnectionOptions): Promise<void> {
    const values = {
      ...{ url, secret: this.#secrets.seal(placeOf(orgId), secret), root_certificate: rootCertificate },
      ...{ database_id: databaseId, updated_by: by, updated_at: new Date() },
    };
    await this.#queries
      .insertInto('warehouse_connections')
      .values({ org_id: orgId, ...values })
      .onConflict((conflict) => conflict.column('org_id').doUpdateSet(values))
      .execute();
  }

  /** False when there was none. */
  async remove(orgId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#queries
      .deleteFrom('warehouse_connections')
      .where('org_id', '=', orgId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function placeOf(orgId: string) {
  return { plugin: 'platform', orgId, name: 'warehouse_connection' };
}
