import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { requireTypeName } from './declared-type.ts';
import type { Column, TableOrder } from './load-order.ts';

/** One column of a file, in its order; a type to find out is loaded as text first. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
  readonly sniffed: boolean;
}

export interface ColumnPlan {
  readonly inFile: readonly FileColumn[];
  /** Declared as optional and not in the file. */
  readonly absent: readonly { readonly name: string; readonly type: string }[];
}

/** Matches a header with the declaration; letter case does not count, and columns beyond the declared are kept. */
export function planColumns(order: TableOrder, header: readonly string[]): ColumnPlan {
  const declared = new Map(order.columns.map((column) => [column.name.toLowerCase(), column]));
  const inFile = header.map((name) => {
    const column = declared.get(name.toLowerCase());
    return { name: column?.name ?? name, type: typeOf(order, column), sniffed: !column?.data_type };
  });
  const present = new Set(header.map((name) => name.toLowerCase()));
  const absent = order.columns.filter((column) => !present.has(column.name.toLowerCase()));
  requireOptional(order, absent, header);
  return { inFile, absent: absent.map((column) => ({ name: column.name, type: typeOf(order, column) })) };
}

/** The columns of a table that is made from its declaration alone. */
export function planDeclared(order: TableOrder): ColumnPlan['absent'] {
  return order.columns.map((column) => ({ name: column.name, type: typeOf(order, column) }));
}

function typeOf(order: TableOrder, column: Column | undefined): string {
  if (!column?.data_type) return 'varchar';
  const { table, declared_by } = order;
  return requireTypeName({ table, column: column.name, data_type: column.data_type, declared_by });
}

function requireOptional(order: TableOrder, absent: readonly Column[], header: readonly string[]): void {
  const missing = absent.filter((column) => !column.optional);
  if (missing.length === 0) return;
  throw new PlatformError('HF_CONNECTOR_COLUMNS_MISSING', {
    file: path.basename(order.file ?? order.table),
    columns: quote(missing.map((column) => column.name)),
    declared_by: order.declared_by ?? 'the platform',
    found: quote(header),
  });
}

function quote(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and more` : shown.join(', ');
}
