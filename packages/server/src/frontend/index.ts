export { createFrontend, type Frontend, type FrontendLog, type FrontendOptions } from './create-frontend.ts';
export { buildPluginFrontend } from './plugin-build.ts';
export type { FrontendSource, PluginBundle, PluginFrontend } from './plugin-frontend.ts';
