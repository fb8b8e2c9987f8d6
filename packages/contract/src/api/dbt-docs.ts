import { z } from 'zod';
import { defineApi } from './endpoint.ts';

/** Whether dbt's own documentation of what readers see now is there. */
export const dbtDocsSchema = z.object({
  state: z.enum(['making', 'ready', 'failed']),
  /** Why it could not be made. */
  message: z.string().nullable(),
});
export type DbtDocs = z.infer<typeof dbtDocsSchema>;

const params = z.object({ slug: z.string().max(64) });
const errors = ['HF_DBT_WORKSPACE_UNKNOWN', 'HF_DBT_DOCS_NOTHING_BUILT', 'HF_DBT_DOCS_NOT_READY'] as const;

export const dbtDocsApi = defineApi({
  requestDocs: {
    method: 'POST',
    path: '/api/dbt/workspaces/:slug/docs',
    access: 'dbt.read',
    summary:
      "Have dbt's own documentation of what readers see now made, once a version; ask again until it is ready.",
    params,
    output: dbtDocsSchema,
    errors,
  },
  openDocs: {
    method: 'GET',
    path: '/api/dbt/workspaces/:slug/docs',
    access: 'dbt.read',
    summary: "dbt's own documentation as one page; a page that waits for it until it is made.",
    params,
    output: 'raw',
    errors,
  },
  getCatalog: {
    method: 'GET',
    path: '/api/dbt/workspaces/:slug/docs/catalog.json',
    access: 'dbt.read',
    summary: "dbt's catalogue of the tables that readers see: columns and their types.",
    params,
    output: 'raw',
    errors,
  },
});
