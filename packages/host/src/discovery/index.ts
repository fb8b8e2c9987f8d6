export { checkRequirements } from './check-requirements.ts';
export { discover, discoverReport, formatDiagnostic } from './discover.ts';
export type { DiscoverOptions } from './discover-options.ts';
export type {
  DiscoveredPlugin,
  DiscoveryReport,
  DiscoveryState,
  PluginSource,
  ResolvedRouter,
} from './discovered-plugin.ts';
export { type ValidateFolderOptions, validateFolder } from './validate-folder.ts';
