export { PlatformError } from '@honeyframe/contract/errors';
export { z } from 'zod';
export type {
  AuditEntry,
  AuditRecord,
  ContextOrg,
  ContextUser,
  RequestContext,
} from './context.ts';
export type { PluginDatabase, Sql } from './database.ts';
export {
  defineRouter,
  type Middleware,
  type Router,
  type RouterApp,
  type ZodTypeProvider,
} from './router.ts';
export { defineSettings, type Settings, type SettingsReader } from './settings.ts';
export type { DataVersion, Warehouse, WarehouseRow, WarehouseValue } from './warehouse.ts';
export type { PluginSocket } from './web-socket.ts';
