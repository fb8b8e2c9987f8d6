export { createBuildTraces } from './build-traces.ts';
export { createFrontend } from './create-frontend.ts';
export { bindFrontendRoutes, type MayLoadBundle } from './frontend.routes.ts';
export type { Frontend, FrontendLog, FrontendOptions } from './frontend.ts';
export { buildPluginFrontend } from './plugin-bundle/build-plugin-frontend.ts';
export type { FrontendSource, PluginBundle, PluginFrontend } from './plugin-bundle/plugin-frontend.ts';
