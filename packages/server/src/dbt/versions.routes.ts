import { dbtVersionsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi } from '../http/index.ts';
import type { Dbt } from './create-dbt.ts';

export function bindVersionRoutes(app: FastifyInstance, dbt: Dbt): void {
  const { versions } = dbt;
  bindApi(app, dbtVersionsApi, {
    listVersions: async ({ params }, { org }) => {
      await dbt.requireWorkspace(org.id, params.slug);
      return { versions: await versions.list(org.id, params.slug) };
    },
    rollBack: async ({ params, body }, { org, user }) => {
      await dbt.requireWorkspace(org.id, params.slug);
      const by = { id: user.id, name: user.email };
      const order = { orgId: org.id, workspace: params.slug, version: body.version, by };
      return { versions: await versions.rollBack(order) };
    },
    warehouseUse: async (_, { org }) => await versions.measure(org.id),
  });
}
