export { bindAuditRoutes } from './audit.routes.ts';
export {
  type AuditActor,
  type AuditLog,
  type AuditPageQuery,
  type AuditQuery,
  type AuditWrite,
  platformActor,
} from './audit-log.ts';
export { startAuditRetention } from './audit-retention.ts';
export { createSqlAuditLog } from './sql-audit-log.ts';
