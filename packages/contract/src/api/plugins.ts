import { z } from 'zod';
import { diagnosticSchema } from '../diagnostics/diagnostic.ts';
import { defineApi } from './endpoint.ts';

/**
 * `active` serves; `failed` could not be mounted; `invalid` has a manifest with errors; `missing` lost its folder;
 * `quarantined` lost one surface only; `shadowed` is hidden by the same slug of a stronger source; of an `uninstalled` one
 * nothing is left but its data.
 */
export const pluginStateSchema = z.enum([
  'discovered',
  'installed',
  'starting',
  'active',
  'disabled',
  'failed',
  'quarantined',
  'invalid',
  'missing',
  'shadowed',
  'uninstalled',
]);
export type PluginState = z.infer<typeof pluginStateSchema>;

export const pluginSourceSchema = z.enum(['bundled', 'customer', 'package']);
export type PluginSource = z.infer<typeof pluginSourceSchema>;

export const pluginRouteSchema = z.object({
  method: z.string(),
  path: z.string(),
  permission: z.string(),
});

/** Something that the installed state has and the folder no longer declares; nothing is removed without an operator. */
export const pendingRemovalSchema = z.object({ kind: z.string(), name: z.string() });

export const pluginSummarySchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  /** Names the code that runs; null where none does. */
  generation: z.string().nullable(),
  /**
   * What its folder holds now, where that is not what runs. `held`: it was rolled back, so it runs again only when
   * somebody says so.
   */
  update: z.object({ version: z.string(), generation: z.string(), held: z.boolean() }).nullable(),
  display_name: z.string(),
  description: z.string(),
  source: pluginSourceSchema,
  folder: z.string(),
  state: pluginStateSchema,
  enabled: z.boolean(),
  router_count: z.number().int(),
  dbt_workspace: z.string().nullable(),
  isolation: z.enum(['inline', 'process']),
  /** Whether an administrator can set something for it. */
  has_settings: z.boolean(),
  routes: z.array(pluginRouteSchema),
  pages: z.array(z.object({ path: z.string(), title: z.string(), permission: z.string().nullable() })),
  blocks: z.array(z.object({ type: z.string(), title: z.string() })),
  permissions: z.array(
    z.object({ name: z.string(), description: z.string(), state: z.enum(['active', 'pending']) }),
  ),
  seed_groups: z.array(z.string()),
  migrations: z.array(z.string()),
  pending_removals: z.array(pendingRemovalSchema),
  errors: z.array(diagnosticSchema),
  diagnostics: z.array(diagnosticSchema),
  installed_at: z.string().nullable(),
  /** Uninstalled, with what it stored: an installation finds it again, and it can be purged. */
  data_kept: z.boolean(),
});
export type PluginSummary = z.infer<typeof pluginSummarySchema>;

export const pluginsApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/plugins',
    access: 'org.admin',
    summary: 'Every plugin folder found, with state and diagnostics; invalid and shadowed ones included.',
    output: z.object({ plugins: z.array(pluginSummarySchema) }),
  },
  manifestSchema: {
    method: 'GET',
    path: '/api/plugins/manifest-schema',
    access: 'public',
    summary: 'The JSON Schema of plugin.yaml, for editors.',
    output: z.record(z.string(), z.unknown()),
  },
});
