import type { PluginDatabase, Sql } from '@honeyframe/sdk/backend';
import type { PoolClient } from 'pg';
import { type Database, pluginSchema, quoteIdentifier } from '../database/index.ts';

/** Name of the setting that row-level security policies compare `org_id` with. */
export const ORG_SETTING = 'honeyframe.org_id';

/**
 * A plugin's own tables for one organisation. Each statement or callback is a transaction under the plugin's role, so
 * that the platform's tables and other plugins' are out of reach. This stops mistakes; code that runs inside the
 * platform's process and means harm has other ways.
 */
export function createPluginDatabase(database: Database, slug: string, orgId: string): PluginDatabase {
  const opening = createOpening(database.roles.pluginRole(slug), slug, orgId);
  const transaction = async <Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> => {
    const client = await database.pool.connect();
    try {
      await client.query(opening);
      const result = await work(createSql(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
  return { transaction, query: (sql, parameters) => transaction((tx) => tx.query(sql, parameters)) };
}

function createOpening(role: string, slug: string, orgId: string): string {
  // An id of the platform's own, but this string goes to the server unparameterised.
  if (!/^[0-9a-f-]{36}$/.test(orgId)) throw new TypeError('An organisation id is a UUID.');
  return [
    'begin',
    `set local role ${quoteIdentifier(role)}`,
    `set local search_path = ${quoteIdentifier(pluginSchema(slug))}`,
    `set local ${ORG_SETTING} = '${orgId}'`,
    "set local statement_timeout = '30s'",
  ].join('; ');
}

function createSql(client: PoolClient): Sql {
  return {
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      const result = await client.query({ text: sql, values: [...parameters] });
      return result.rows as Row[];
    },
  };
}
