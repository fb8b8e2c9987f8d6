export { bindAccessRoutes } from './access.routes.ts';
export { type Access, createAccess, isAllowed, isAllowedSomewhere } from './access.ts';
export { createGate, type PluginScope } from './gate.ts';
export type { Grants } from './grants.ts';
export { findAdministrators } from './group-store.ts';
export { createGroups } from './groups.ts';
export { PLATFORM_OWNER, registerPermissions, registerPlatformPermissions } from './permission-catalogue.ts';
