export { bindAuditRoutes } from './audit.routes.ts';
export {
  type AuditActor,
  type AuditLog,
  type AuditQuery,
  type AuditWrite,
  platformActor,
} from './audit-log.ts';
export { createSqlAuditLog } from './sql-audit-log.ts';
