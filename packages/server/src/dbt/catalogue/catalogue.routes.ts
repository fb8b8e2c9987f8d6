import { dbtCatalogueApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi } from '../../http/index.ts';
import type { DbtCatalogue } from './dbt-catalogue.ts';

export function bindCatalogueRoutes(app: FastifyInstance, catalogue: DbtCatalogue): void {
  bindApi(app, dbtCatalogueApi, {
    listDatasets: async ({ query }, { org }) => {
      const { page, page_size } = query;
      return { ...(await catalogue.list(org.id, query)), page, page_size };
    },
    getDataset: async ({ params }, { org }) => await catalogue.get(org.id, params.id),
    previewDataset: async ({ params }, { org, user, request }) => {
      const actor = { id: user.id, name: user.email };
      return await catalogue.preview(org.id, params.id, { actor, request_id: request.id, ip: request.ip });
    },
    getLineage: async ({ query }, { org }) =>
      await catalogue.lineage(org.id, { workspace: query.workspace, tests: query.tests === 'true' }),
  });
}
