import { z } from 'zod';

const honeyframeMeta = z.object({
  honeyframe: z.object({ sample: z.string().optional(), optional: z.boolean().optional() }).optional(),
});

/** dbt takes `meta` under `config`, and where older projects have it, directly. */
const withMeta = {
  meta: honeyframeMeta.optional().catch(undefined),
  config: z
    .object({ meta: honeyframeMeta.optional().catch(undefined) })
    .optional()
    .catch(undefined),
};

const columnSchema = z.object({ name: z.string(), data_type: z.string().optional(), ...withMeta });

const tableSchema = z.object({
  name: z.string(),
  /** The table's name in the source, where the models call it something else. */
  identifier: z.string().optional(),
  columns: z.array(columnSchema).default([]),
});

const sourceSchema = z.object({
  name: z.string(),
  database: z.string().optional(),
  tables: z.array(tableSchema).default([]),
  ...withMeta,
});
export type SourceEntry = z.infer<typeof sourceSchema>;

/** The part of a dbt properties file that an import reads; everything else is dbt's to judge. */
export const sourceFileSchema = z.object({ sources: z.array(sourceSchema) });

/** What stands for us under `meta`, in either place. */
export function readMeta(entry: Pick<SourceEntry, 'meta' | 'config'>) {
  return { ...entry.meta?.honeyframe, ...entry.config?.meta?.honeyframe };
}
