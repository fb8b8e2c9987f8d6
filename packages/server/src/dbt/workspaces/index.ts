export { createProfile } from './create-profile.ts';
export { DbtWorkspaces, type DbtWorkspacesOptions } from './dbt-workspaces.ts';
export { HubPackages } from './hub-packages.ts';
export { copyParseCache, keepParseCache, PARSE_CACHE } from './parse-cache.ts';
export { removeAbandoned } from './remove-abandoned.ts';
export {
  PLATFORM_WORKSPACE,
  type StagedWorkspace,
  toCatalogue,
  type Workspace,
  type WorkspaceInspection,
  type WorkspaceRegistration,
} from './workspace.ts';
export { WorkspaceParser, type WorkspaceParserOptions } from './workspace-parser.ts';
export { WorkspaceStore } from './workspace-store.ts';
