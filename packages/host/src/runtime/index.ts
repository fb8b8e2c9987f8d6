export { type CallPluginOptions, callPlugin } from './call-plugin.ts';
export type { Contribution, ContributionPoint } from './contribution-point.ts';
export type { MountedPlugin, MountedRoute, MountOutcome, PluginRuntime } from './plugin-runtime.ts';
