import { lifeCycleApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { Queries } from '../../database/index.ts';
import { bindApi, type Call } from '../../http/index.ts';
import { createUnknown } from './find-candidate.ts';
import type { LifeCycle } from './life-cycle.ts';
import type { StepActor } from './step-actor.ts';
import type { StepLog } from './step-log.ts';
import type { Uploads } from './uploads.ts';

export interface LifeCycleRoutesOptions {
  readonly queries: Queries;
  readonly lifeCycle: LifeCycle;
  readonly uploads: Uploads;
  readonly steps: StepLog;
}

export function bindLifeCycleRoutes(app: FastifyInstance, options: LifeCycleRoutesOptions): void {
  const { queries, lifeCycle, uploads, steps } = options;
  // Archives are streamed to a file; the platform's limit for JSON does not count for them.
  app.addContentTypeParser('application/gzip', (_request, payload, done) => done(null, payload));
  bindApi(app, lifeCycleApi, {
    plan: ({ body }, call) => lifeCycle.plan(body, toActor(call)),
    apply: ({ body }, call) => lifeCycle.apply(body, toActor(call)),
    upload: async ({ query }, { request }) => {
      const { upload, version } = await uploads.add(request.body as NodeJS.ReadableStream, query.checksum);
      const { slug, manifest } = version.plugin;
      return { upload, plugin: slug, version: manifest.version, generation: version.generation };
    },
    discardUpload: async ({ params }) => {
      await uploads.discard(params.upload);
      return {};
    },
    history: async ({ params }, { org }) => {
      const installed = await queries
        .selectFrom('plugins')
        .select('active_generation')
        .where('slug', '=', params.slug)
        .executeTakeFirst();
      const recorded = await steps.list(queries, params.slug, org.id);
      if (!installed && recorded.length === 0) throw createUnknown(params.slug);
      const generations = await queries
        .selectFrom('plugin_generations')
        .select(['generation', 'version', 'activated_at'])
        .where('plugin', '=', params.slug)
        .orderBy('activated_at', 'desc')
        .execute();
      return {
        steps: recorded,
        generations: generations.map(({ generation, version, activated_at }) => ({
          generation,
          version,
          at: activated_at.toISOString(),
          active: generation === installed?.active_generation,
        })),
      };
    },
  });
}

function toActor({ caller, org, request }: Call): StepActor {
  return {
    id: caller.user.id,
    name: caller.user.email,
    isSuperadmin: caller.user.is_superadmin,
    isOperator: caller.kind === 'operator',
    org,
    request_id: request.id,
    ip: request.ip,
  };
}
