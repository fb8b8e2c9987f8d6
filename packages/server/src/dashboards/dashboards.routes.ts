import { dashboardsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi } from '../http/index.ts';
import type { Dashboards } from './dashboards.ts';

export function bindDashboardRoutes(app: FastifyInstance, dashboards: Dashboards): void {
  bindApi(app, dashboardsApi, {
    home: (_, { caller, org }) => dashboards.home(caller, org.id),
    arrange: ({ params, body }, { caller, org }) =>
      dashboards.arrange(caller, org.id, params.id, body.placements),
  });
}
