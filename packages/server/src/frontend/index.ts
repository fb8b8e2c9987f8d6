export { createBuildTraces } from './build-traces.ts';
export { createFrontend, type Frontend, type FrontendLog, type FrontendOptions } from './create-frontend.ts';
export { bindFrontendRoutes, type MayLoadBundle } from './frontend.routes.ts';
export { buildPluginFrontend } from './plugin-bundle/build-plugin-frontend.ts';
export type { FrontendSource, PluginBundle, PluginFrontend } from './plugin-bundle/plugin-frontend.ts';
