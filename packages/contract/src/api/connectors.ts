import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { emptySchema, idSchema, timeSchema } from './shapes.ts';

export const rejectedRowSchema = z.object({
  line: z.number().int(),
  column: z.string().nullable(),
  reason: z.string(),
});

export const importedTableSchema = z.object({
  table: z.string(),
  file: z.string().nullable(),
  rows: z.number().int(),
  rejected: z.number().int(),
  /** At most the first 20. */
  rejects: z.array(rejectedRowSchema),
});

/** Result of an import: each table was replaced as a whole, or nothing was. */
export const importResultSchema = z.object({
  id: idSchema,
  connector: z.string(),
  schema: z.string(),
  imported_at: timeSchema,
  tables: z.array(importedTableSchema),
  /** Runs that the import started. */
  run_ids: z.array(idSchema),
});
export type ImportResult = z.infer<typeof importResultSchema>;

export const connectorsApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/connectors',
    access: 'connector.import',
    summary: 'Kinds of connector, and the raw sources of this organisation.',
    output: z.object({
      connectors: z.array(z.object({ type: z.string(), title: z.string(), description: z.string() })),
      sources: z.array(
        z.object({
          schema: z.string(),
          declared_by: z.array(z.string()),
          imported_at: timeSchema.nullable(),
          tables: z.number().int(),
        }),
      ),
    }),
  },
  createUpload: {
    method: 'POST',
    path: '/api/connectors/uploads',
    access: 'connector.import',
    summary: 'Open a place for the files of one import; forgotten after an hour.',
    output: z.object({ upload_id: idSchema }),
  },
  putFile: {
    method: 'PUT',
    path: '/api/connectors/uploads/:upload_id/:file',
    access: 'connector.import',
    summary: 'Send one file of an import as it is.',
    params: z.object({
      upload_id: idSchema,
      file: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\.csv$/i),
    }),
    input: 'raw',
    output: z.object({ bytes: z.number().int() }),
  },
  deleteUpload: {
    method: 'DELETE',
    path: '/api/connectors/uploads/:upload_id',
    access: 'connector.import',
    summary: 'Throw an upload away.',
    params: z.object({ upload_id: idSchema }),
    output: emptySchema,
  },
  importUpload: {
    method: 'POST',
    path: '/api/connectors/imports',
    access: 'connector.import',
    summary: 'Load uploaded files into a raw source, replacing its tables as a whole.',
    body: z.object({
      connector: z.string(),
      schema: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
      upload_id: idSchema,
      build: z.boolean().default(true),
    }),
    output: importResultSchema,
  },
});
