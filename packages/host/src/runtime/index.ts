export { type CallPluginOptions, callPlugin } from './call-plugin.ts';
export {
  type Contribution,
  type ContributionPoint,
  type Offer,
  type PreparedContribution,
  type PrepareOptions,
  prepareNothing,
} from './contribution-point.ts';
export type { MountedPlugin, MountedRoute, MountOutcome, PluginRuntime } from './plugin-runtime.ts';
export type { Orphan, PluginTraces, Trace } from './plugin-traces.ts';
