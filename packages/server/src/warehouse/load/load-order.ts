import { z } from 'zod';

export const columnSchema = z.object({
  name: z.string(),
  /** Undefined: found out from the values. */
  data_type: z.string().optional(),
  /** Filled with NULL where a file lacks it; a missing column that is not optional is an error. */
  optional: z.boolean().optional(),
});
export type Column = z.infer<typeof columnSchema>;

export const tableOrderSchema = z.object({
  table: z.string(),
  /** Absolute path of its CSV file; null for a declared table that no file was sent for. */
  file: z.string().nullable(),
  columns: z.array(columnSchema),
  /** Who declared the columns; for messages. */
  declared_by: z.string().nullable(),
});
export type TableOrder = z.infer<typeof tableOrderSchema>;

/** Builds a new source file: tables of this order, and those of the previous version that it does not name. */
export const loadOrderSchema = z.object({
  draft_file: z.string(),
  previous_file: z.string().nullable(),
  tables: z.array(tableOrderSchema),
});
export type LoadOrder = z.infer<typeof loadOrderSchema>;

export const loadedTableSchema = z.object({
  table: z.string(),
  /** Base name of the file; null for a table made from its declaration. */
  file: z.string().nullable(),
  rows: z.number().int(),
  rejected: z.number().int(),
  /** The first 20. */
  rejects: z.array(z.object({ line: z.number().int(), column: z.string().nullable(), reason: z.string() })),
});
export type LoadedTable = z.infer<typeof loadedTableSchema>;

export const loadResultSchema = z.object({
  tables: z.array(loadedTableSchema),
  /** Tables of the new file, carried over ones included. */
  table_count: z.number().int(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
