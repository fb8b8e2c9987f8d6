export { createFrontendPoint, type FrontendPoint } from './frontend.contribution.ts';

export { recordOwnership, settleOwnership } from './install/ledger.ts';
export { createLedgerTraces } from './install/ledger-traces.ts';
export { replayMigrations } from './install/plugin-migrations.ts';
export { resolveSchemaNames } from './install/plugin-schema.ts';
export { createSchemaTraces } from './install/schema-traces.ts';
export {
  bindLifeCycleRoutes,
  bindOrphanRoutes,
  createFolderTraces,
  createInPlaceCode,
  createStoredCode,
  type LifeCycle,
  openLifeCycle,
} from './life-cycle/index.ts';
export { decidePage, findPage, type PageQuestion } from './page-access.ts';
export { createPluginAccess, type PluginAccess } from './plugin-access.ts';
export { findManifest, type InstallablePlugin, type PluginRecord, toInstallable } from './plugin-record.ts';
export { bindPluginRoutes } from './plugins.routes.ts';
export { createPlugins, type Plugins } from './plugins.ts';
export { createRequestContext } from './request-context.ts';
export { createRoutersPoint, type RoutersPoint } from './routers.contribution.ts';
export { createInlineRuntime, type ServedPlugin } from './runtime/inline-runtime.ts';
export { createModuleTraces } from './runtime/modules/module-traces.ts';
export { createGenerationTraces, createPluginStore, packPlugin } from './store/index.ts';
export { createSuperadminRecord } from './superadmin-record.ts';
