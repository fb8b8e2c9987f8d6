import { dbtQualityApi, dbtWebhookApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi } from '../../http/index.ts';
import type { Quality } from './create-quality.ts';

export function bindQualityRoutes(app: FastifyInstance, { overview, webhooks, deliveries }: Quality): void {
  bindApi(app, dbtQualityApi, {
    getQuality: async (_, { org }) => await overview.describe(org.id),
    listQualityTests: async ({ query }, { org }) => {
      const { page, page_size } = query;
      return { ...(await overview.listTests(org.id, query)), page, page_size };
    },
    getSources: async ({ params }, { org, reply }) => {
      const sources = await overview.describeSources(org.id, params.slug);
      reply.header('content-disposition', 'attachment; filename="sources.json"');
      return sources;
    },
  });
  bindApi(app, dbtWebhookApi, {
    getWebhook: async (_, { org }) => await webhooks.get(org.id),
    setWebhook: async ({ body }, { org, user }) =>
      await webhooks.set({ ...body, orgId: org.id, by: { id: user.id, name: user.email } }),
    listWebhookDeliveries: async (_, { org }) => ({ deliveries: await deliveries.list(org.id) }),
    testWebhook: async (_, { org }) => await deliveries.sendTest(org.id),
  });
}
