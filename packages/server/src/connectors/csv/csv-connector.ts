import { type ChildJobs, loadSource, type WarehouseFiles } from '../../warehouse/index.ts';
import type { Connector } from '../registry/connector.ts';
import { orderTables } from './order-tables.ts';

export interface CsvConnectorOptions {
  readonly files: WarehouseFiles;
  readonly jobs: ChildJobs;
}

/** One CSV file a table, named after the file. */
export function createCsvConnector({ files, jobs }: CsvConnectorOptions): Connector {
  return {
    type: 'csv',
    title: 'CSV files',
    description: 'UTF-8 text with a header line, one file a table; types come from the declared columns.',
    read: ({ orgId, schema, files: sent, declared }) => {
      const tables = orderTables(sent, declared);
      return loadSource(files, jobs, { orgId, name: schema, tables, keepOthers: true });
    },
  };
}
