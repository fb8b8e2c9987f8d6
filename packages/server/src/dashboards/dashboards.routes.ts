import { dashboardsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import { bindApi } from '../http/index.ts';
import type { Dashboards } from './dashboards.ts';

export function bindDashboardRoutes(app: FastifyInstance, dashboards: Dashboards, auditLog: AuditLog): void {
  bindApi(app, dashboardsApi, {
    home: (_, { caller, org }) => dashboards.home(caller, org.id),
    arrange: async ({ params, body }, { caller, user, org, request }) => {
      const dashboard = await dashboards.arrange(caller, org.id, params.id, body.placements);
      await auditLog.record({
        org_id: org.id,
        actor: { id: user.id, name: user.email },
        action: 'dashboard.arranged',
        target_type: 'dashboard',
        target_id: dashboard.id,
        details: { title: dashboard.title, blocks: dashboard.placements.length },
        request_id: request.id,
        ip: request.ip,
      });
      return dashboard;
    },
  });
}
