import type { Diagnostic } from '@honeyframe/contract';
import { PlatformError } from '@honeyframe/contract';
import { type PluginSummary, pluginsApi } from '@honeyframe/contract/api';
import { manifestJsonSchema } from '@honeyframe/contract/manifest';
import type { FastifyInstance } from 'fastify';
import type { Queries } from '../database/index.ts';
import { bindApi } from '../http/index.ts';
import { findUpdate, loadHeld } from './find-update.ts';
import type { FrontendPoint } from './frontend.contribution.ts';
import type { PluginCode } from './life-cycle/plugin-code.ts';
import type { PluginAccess } from './plugin-access.ts';
import { findManifest, type PluginRecord } from './plugin-record.ts';
import type { Plugins } from './plugins.ts';
import type { RoutersPoint } from './routers.contribution.ts';

export interface PluginRoutesOptions {
  readonly queries: Queries;
  readonly plugins: Plugins;
  readonly routers: RoutersPoint;
  readonly frontend: FrontendPoint;
  readonly pluginAccess: PluginAccess;
  readonly code: PluginCode;
}

export function bindPluginRoutes(app: FastifyInstance, options: PluginRoutesOptions): void {
  bindApi(app, pluginsApi, {
    list: async (_, { org }) => {
      // A folder may have been dropped in, edited or mended since the last look.
      await options.plugins.rediscover();
      const held = await loadHeld(options.queries);
      const absent = await selectAbsent(options.queries);
      const kept = new Set(absent.filter(({ state }) => state === 'uninstalled').map(({ slug }) => slug));
      const found = await Promise.all(
        options.plugins.records().map(async (record) => ({
          ...summarise(options, record, org.id),
          data_kept: record.state !== 'shadowed' && kept.has(record.discovered.slug),
          update: await findUpdate(record, options.code, held),
        })),
      );
      return {
        plugins: [...found, ...summariseAbsent(absent, options.plugins)].sort((a, b) =>
          a.name.localeCompare(b.name),
        ),
      };
    },
    manifestSchema: () => manifestJsonSchema(),
  });
  bindClosedPlugins(app, options);
}

/** Of what passes by itself. */
const RETRY_AFTER_SECONDS = 5;

/** Requests below `/api/<slug>` that no mounted plugin took: says why, to members only. */
function bindClosedPlugins(app: FastifyInstance, { plugins, queries, routers }: PluginRoutesOptions): void {
  for (const url of ['/api/:slug', '/api/:slug/*']) {
    app.all(url, { config: { requirement: { access: 'member' } } }, async (request, reply) => {
      const { slug } = request.params as { slug: string };
      const record = plugins.find(slug);
      const again = { plugin: slug, retry_after_seconds: RETRY_AFTER_SECONDS };
      if (plugins.isHeld(slug) || record?.state === 'starting')
        throw new PlatformError('HF_PLUGIN_STARTING', again);
      if (record?.isLeaving) throw new PlatformError('HF_PLUGIN_UNINSTALLING', again);
      if (record?.state === 'failed') throw new PlatformError('HF_PLUGIN_FAILED', { plugin: slug });
      const installed = await queries
        .selectFrom('plugins')
        .select('state')
        .where('slug', '=', slug)
        .executeTakeFirst();
      if (installed?.state === 'uninstalled')
        throw new PlatformError('HF_PLUGIN_UNINSTALLED', { plugin: slug });
      if (installed && (!record || record.state === 'missing'))
        throw new PlatformError('HF_PLUGIN_MISSING', { plugin: slug });
      // One that serves comes here only by another spelling of its address, such as an encoded letter.
      if (installed && !routers.find(slug)) throw new PlatformError('HF_PLUGIN_FAILED', { plugin: slug });
      reply.callNotFound();
      return reply;
    });
  }
}

function summarise(
  options: PluginRoutesOptions,
  record: PluginRecord,
  orgId: string,
): Omit<PluginSummary, 'update' | 'data_kept'> {
  const { discovered, pending } = record;
  const { slug } = discovered;
  const manifest = findManifest(record);
  const counts = record.state !== 'shadowed';
  const diagnostics: Diagnostic[] = [...discovered.diagnostics, ...record.problems];
  const bundle = counts ? options.frontend.find(slug) : undefined;
  return {
    name: slug,
    version: manifest?.version ?? null,
    generation: record.running?.generation ?? null,
    display_name: manifest?.display_name ?? slug,
    description: manifest?.description ?? '',
    source: discovered.source,
    folder: discovered.root,
    state: record.state,
    enabled: counts && options.pluginAccess.isEnabled(slug, orgId),
    router_count: manifest?.routers.length ?? 0,
    dbt_workspace: manifest?.dbt_workspace ?? null,
    isolation: 'inline',
    has_settings: manifest?.settings !== undefined,
    routes: (counts ? (options.routers.find(slug)?.routes ?? []) : []).map(
      ({ method, path, permission }) => ({ method, path, permission }),
    ),
    pages: (bundle?.pages ?? []).map(({ path, title, permission }) => ({
      path,
      title,
      permission: permission ?? null,
    })),
    blocks: (bundle?.blocks ?? []).map(({ type, title }) => ({ type, title })),
    permissions: (manifest?.permissions ?? []).map((name) => ({
      name,
      description: manifest?.permission_descriptions[name] ?? '',
      state: pending.has(name) ? 'pending' : 'active',
    })),
    seed_groups: (manifest?.seed_groups ?? []).map((group) => group.name),
    migrations: [],
    pending_removals: [...record.pendingRemovals],
    errors: diagnostics.filter((diagnostic) => diagnostic.severity === 'error'),
    diagnostics,
    installed_at: record.installedAt,
  };
}

/** Plugins of which no code is there: lost with their folder, or uninstalled with their data kept. */
function selectAbsent(queries: Queries) {
  return queries.selectFrom('plugins').selectAll().where('state', 'in', ['missing', 'uninstalled']).execute();
}

/** Those that no folder answers for: the others are summarised with it. */
function summariseAbsent(rows: Awaited<ReturnType<typeof selectAbsent>>, plugins: Plugins): PluginSummary[] {
  return rows
    .filter((row) => !plugins.find(row.slug))
    .map((row) => ({
      name: row.slug,
      version: row.version,
      generation: null,
      update: null,
      display_name: row.display_name,
      description: '',
      source: row.source as PluginSummary['source'],
      folder: row.folder,
      state: row.state === 'uninstalled' ? 'uninstalled' : 'missing',
      enabled: false,
      router_count: 0,
      dbt_workspace: null,
      isolation: 'inline',
      has_settings: false,
      routes: [],
      pages: [],
      blocks: [],
      permissions: [],
      seed_groups: [],
      migrations: [],
      pending_removals: [],
      errors: [],
      diagnostics: [],
      installed_at: row.state === 'uninstalled' ? null : row.installed_at.toISOString(),
      data_kept: row.state === 'uninstalled',
    }));
}
