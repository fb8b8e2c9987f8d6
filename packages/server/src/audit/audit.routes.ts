import { auditApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi } from '../http/index.ts';
import type { AuditLog } from './audit-log.ts';

export function bindAuditRoutes(app: FastifyInstance, auditLog: AuditLog): void {
  bindApi(app, auditApi, {
    list: async ({ query }, { org }) => {
      const { page, page_size, ...filters } = query;
      const found = await auditLog.list({
        ...filters,
        org_id: org.id,
        limit: page_size,
        offset: (page - 1) * page_size,
      });
      return { ...found, page, page_size };
    },
  });
}
