import { PlatformError } from '@honeyframe/contract';
import type { DatasetPreview } from '@honeyframe/contract/api';
import type { WarehouseRow } from '@honeyframe/sdk/backend';
import { quoteName, type WarehouseReaders } from '../../warehouse/index.ts';
import { nameRelation } from './describe-dataset.ts';
import type { CatalogueDataset } from './join-workspaces.ts';
import type { OrgView } from './org-view.ts';
import type { RelationFact } from './relation-facts.ts';
import { createRelationSql } from './relation-sql.ts';

const MAX_ROWS = 100;
/** Of one value, as text. */
const MAX_CHARACTERS = 500;
const SECONDS = 10;

export interface PreviewOptions {
  readonly orgId: string;
  readonly view: OrgView;
  readonly dataset: CatalogueDataset;
  readonly readers: WarehouseReaders;
}

/** Its first rows. Throws HF_WAREHOUSE_NOT_BUILT. */
export async function previewDataset(options: PreviewOptions): Promise<DatasetPreview> {
  const { orgId, view, dataset, readers } = options;
  const fact = view.findFact(dataset);
  const files = view.findFiles(dataset);
  const { relation } = dataset.node;
  if (!fact || !files || !relation)
    throw new PlatformError('HF_WAREHOUSE_NOT_BUILT', { name: nameRelation(dataset) || dataset.node.name });
  const reader = readers.reader({
    orgId,
    names: files.map(({ name }) => name),
    ownWorkspace: relation.catalogue,
    seconds: SECONDS,
  });
  const { quote } = createRelationSql(await readers.kind(orgId));
  const select = fact.columns.map(selectColumn).join(', ');
  const rows = await reader.query(`select ${select} from ${quote(relation)} limit ${MAX_ROWS}`);
  return {
    columns: fact.columns.map(({ name, type }) => ({ name, type })),
    rows: rows.map((row) => toValues(row, fact)),
    row_count: fact.row_count,
  };
}

/** Long ones are cut where they are read: a hundred of them might not fit into the memory. */
function selectColumn({ name, type }: RelationFact['columns'][number], index: number): string {
  const column = quoteName(name);
  // By number: two columns of a view may have one name.
  const alias = quoteName(`c${index}`);
  if (type === 'VARCHAR' || type === 'JSON')
    return `left(${column}::varchar, ${MAX_CHARACTERS + 1}) as ${alias}`;
  if (type === 'BLOB') return `${column}[1:${MAX_CHARACTERS}] as ${alias}`;
  return `${column} as ${alias}`;
}

function toValues(row: WarehouseRow, { columns }: RelationFact): unknown[] {
  return columns.map((_, index) => cut(row[`c${index}`] ?? null));
}

function cut(value: unknown): unknown {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  if (typeof text !== 'string' || text.length <= MAX_CHARACTERS) return value;
  return `${text.slice(0, MAX_CHARACTERS)}…`;
}
