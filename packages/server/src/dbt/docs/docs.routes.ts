import { createReadStream } from 'node:fs';
import { dbtDocsApi } from '@honeyframe/contract/api';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { bindApi } from '../../http/index.ts';
import type { DbtDocs } from './dbt-docs.ts';
import { createWaitingPage } from './waiting-page.ts';

const REFRESH_SECONDS = 3;

/**
 * The page is somebody else's script with texts of plugins in it. It runs in an origin of its own, without cookies or
 * storage of ours, and reaches nothing: all that it shows is in it.
 */
const CLOSED_OFF = [
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const OWN_PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

export interface DocumentedDbt {
  readonly docs: DbtDocs;
  /** Throws HF_DBT_WORKSPACE_UNKNOWN for one that the organisation does not have. */
  requireWorkspace(orgId: string, slug: string): Promise<void>;
}

export function bindDocsRoutes(app: FastifyInstance, dbt: DocumentedDbt): void {
  const { docs } = dbt;
  bindApi(app, dbtDocsApi, {
    requestDocs: async ({ params }, { org }) => {
      await dbt.requireWorkspace(org.id, params.slug);
      return await docs.request(org.id, params.slug);
    },
    openDocs: async ({ params }, { org, reply }) => {
      await dbt.requireWorkspace(org.id, params.slug);
      const { state, message } = await docs.request(org.id, params.slug);
      if (state !== 'ready') return answerPage(reply, createWaitingPage(params.slug, message));
      const page = createReadStream(await docs.find(org.id, params.slug, 'index.html'));
      reply.header('content-security-policy', CLOSED_OFF);
      return answerPage(reply, page);
    },
    getCatalog: async ({ params }, { org, reply }) => {
      await dbt.requireWorkspace(org.id, params.slug);
      const file = await docs.find(org.id, params.slug, 'catalog.json');
      reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="catalog.json"')
        .send(createReadStream(file));
      return undefined;
    },
  });
}

function answerPage(reply: FastifyReply, page: string | ReturnType<typeof createReadStream>): undefined {
  const isOurs = typeof page === 'string';
  if (isOurs) {
    reply.header('content-security-policy', OWN_PAGE).header('refresh', String(REFRESH_SECONDS));
  }
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .send(page);
  return undefined;
}
