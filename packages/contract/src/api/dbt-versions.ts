import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { idSchema, timeSchema } from './shapes.ts';

/** One published version of a workspace's tables. */
export const workspaceVersionSchema = z.object({
  version: z.number().int(),
  /** Whether readers see this one. */
  is_current: z.boolean(),
  built_at: timeSchema,
  bytes: z.number(),
  /** The run that built it; it may be forgotten already. */
  run_id: idSchema.nullable(),
});
export type WorkspaceVersion = z.infer<typeof workspaceVersionSchema>;

/** What an organisation's tables and raw sources take of the disk, in bytes. */
export const warehouseUseSchema = z.object({
  bytes: z.number(),
  /** What readers see; the rest are versions to go back to. */
  current_bytes: z.number(),
  /** What failed builds left, so that they can be resumed; not a part of `bytes`. */
  unfinished_bytes: z.number(),
  /** Artifacts and logs of runs that are kept; not a part of `bytes`. */
  artifacts_bytes: z.number(),
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['workspace', 'source']),
      versions: z.number().int(),
      bytes: z.number(),
    }),
  ),
});
export type WarehouseUse = z.infer<typeof warehouseUseSchema>;

const slugParams = z.object({ slug: z.string().max(64) });
const versionsSchema = z.object({ versions: z.array(workspaceVersionSchema) });

export const dbtVersionsApi = defineApi({
  listVersions: {
    method: 'GET',
    path: '/api/dbt/workspaces/:slug/versions',
    access: 'dbt.read',
    summary: "Versions of a workspace's tables that are still there, newest first.",
    params: slugParams,
    output: versionsSchema,
    errors: ['HF_DBT_WORKSPACE_UNKNOWN'],
  },
  rollBack: {
    method: 'POST',
    path: '/api/dbt/workspaces/:slug/rollback',
    access: 'dbt.run',
    summary: 'Show readers an earlier version of one workspace again; the next build begins with it.',
    params: slugParams,
    /** The newest one before the current where it is left out. */
    body: z.object({ version: z.number().int().min(1).optional() }),
    output: versionsSchema,
    errors: ['HF_DBT_WORKSPACE_UNKNOWN', 'HF_WAREHOUSE_VERSION_UNKNOWN', 'HF_WAREHOUSE_NO_VERSIONS'],
  },
  warehouseUse: {
    method: 'GET',
    path: '/api/dbt/disk',
    access: 'dbt.read',
    summary: "What the organisation's tables and raw sources take of the disk.",
    output: warehouseUseSchema,
  },
});
