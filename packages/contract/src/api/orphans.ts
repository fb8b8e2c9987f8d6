import { z } from 'zod';
import { defineApi } from './endpoint.ts';

const orphanNameSchema = z.object({
  /** What it is: `schema`, `generation`, `ledger entry`. */
  kind: z.string().max(100),
  name: z.string().max(4096),
});

/** Something that was a plugin's and belongs to nobody any more. */
export const orphanSchema = orphanNameSchema.extend({
  /** Why it is thought to be nobody's, and what removing it does. */
  detail: z.string(),
  /** What it takes, in words: `2 tables with 12 rows, 32 kB`; null where that is nothing worth a word. */
  size: z.string().nullable(),
});
export type Orphan = z.infer<typeof orphanSchema>;

export const orphansApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/system/orphans',
    access: 'superadmin',
    summary: 'What plugins left behind: schemas, files, rows and ledger entries that belong to nobody.',
    output: z.object({ orphans: z.array(orphanSchema) }),
  },
  remove: {
    method: 'POST',
    path: '/api/system/orphans/remove',
    access: 'superadmin',
    summary: 'Remove some of them; one that is no orphan any more is left alone.',
    body: z.object({ orphans: z.array(orphanNameSchema).max(10_000) }),
    output: z.object({
      removed: z.array(orphanNameSchema),
      failed: z.array(orphanNameSchema.extend({ reason: z.string() })),
    }),
    errors: ['HF_PLUGIN_BUSY', 'HF_PLUGIN_STARTING'],
  },
});
