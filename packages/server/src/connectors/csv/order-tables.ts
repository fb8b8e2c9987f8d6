import { PlatformError } from '@honeyframe/contract';
import type { TableOrder } from '../../warehouse/index.ts';
import type { DeclaredTable, SentFile } from '../registry/connector.ts';

const tablePattern = /^[a-z_][a-z0-9_]{0,62}$/;

/** Matches files with declared tables by name; declared ones without a file follow, to be made empty where they are new. */
export function orderTables(files: readonly SentFile[], declared: readonly DeclaredTable[]): TableOrder[] {
  if (files.length === 0) throw new PlatformError('HF_CONNECTOR_NO_FILES');
  const sent = indexByTable(files);
  const declaredByTable = mergeDeclared(declared);
  const withFile = [...sent].map(([table, file]) => toOrder(table, file, declaredByTable.get(table)));
  const without = [...declaredByTable.keys()].filter((table) => !sent.has(table));
  return [...withFile, ...without.map((table) => toOrder(table, null, declaredByTable.get(table)))];
}

function toOrder(table: string, file: SentFile | null, declared: DeclaredTable | undefined): TableOrder {
  const { columns = [], declared_by = null } = declared ?? {};
  return { table, file: file?.path ?? null, columns, declared_by };
}

function indexByTable(files: readonly SentFile[]): Map<string, SentFile> {
  const found = new Map<string, SentFile>();
  for (const file of files) {
    const table = file.name.replace(/\.csv$/i, '').toLowerCase();
    if (!tablePattern.test(table)) {
      throw new PlatformError('HF_CONNECTOR_TABLE_NAME', { file: file.name, table });
    }
    const first = found.get(table)?.name;
    if (first) throw new PlatformError('HF_CONNECTOR_TABLE_TWICE', { first, second: file.name, table });
    found.set(table, file);
  }
  return found;
}

/**
 * Two plugins may declare one table. The first to name a column decides its type: a plugin that comes later cannot
 * change what an earlier one reads, nor make its import fail by asking for more.
 */
function mergeDeclared(declared: readonly DeclaredTable[]): Map<string, DeclaredTable> {
  const merged = new Map<string, DeclaredTable>();
  for (const entry of declared) {
    const table = entry.table.toLowerCase();
    const first = merged.get(table);
    merged.set(table, first ? extend(first, entry) : entry);
  }
  return merged;
}

function extend(first: DeclaredTable, later: DeclaredTable): DeclaredTable {
  const known = new Set(first.columns.map((column) => column.name.toLowerCase()));
  const added = later.columns.filter((column) => !known.has(column.name.toLowerCase()));
  return { ...first, columns: [...first.columns, ...added.map((column) => ({ ...column, optional: true }))] };
}
