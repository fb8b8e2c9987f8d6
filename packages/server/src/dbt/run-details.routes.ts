import { PlatformError } from '@honeyframe/contract';
import { dbtRunDetailsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi } from '../http/index.ts';
import type { Dbt } from './create-dbt.ts';
import { openArtifact, readCompiled } from './runs/run-artifacts.ts';

export function bindRunDetailsRoutes(app: FastifyInstance, { runs, testResults }: Dbt): void {
  bindApi(app, dbtRunDetailsApi, {
    getNode: async ({ params, query }, { org }) => {
      const folder = await runs.findFolder(org.id, params.id);
      const [compiled, failing_rows] = await Promise.all([
        readCompiled(folder),
        testResults.findFailingRows(params.id, query.unique_id),
      ]);
      return { compiled_sql: compiled.get(query.unique_id) ?? null, failing_rows };
    },
    getArtifact: async ({ params }, { org, reply }) => {
      const stream = await openArtifact(await runs.findFolder(org.id, params.id), params.name);
      if (!stream) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `${params.name} of that run` });
      const type = params.name.endsWith('.jsonl') ? 'application/x-ndjson' : 'application/json';
      reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="${params.name}"`)
        .send(stream);
      return undefined;
    },
    listTestResults: async ({ query }, { org }) => ({
      results: await testResults.list({ org_id: org.id, ...query }),
    }),
  });
}
