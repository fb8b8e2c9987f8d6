import { sourcesArtifactSchema } from '@honeyframe/contract/api';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createInstance } from '../../http/index.ts';
import { publishSource } from '../dbt.fixture.ts';
import { openTestQuality, source } from './quality.fixture.ts';
import { bindQualityRoutes } from './quality.routes.ts';

const user = {
  id: '22222222-2222-4222-8222-222222222222',
  email: 'ann@acme.example',
  display_name: 'Ann',
  is_superadmin: false,
};

it('gives a workspace’s freshness away as a file, to organisations that have the workspace', async () => {
  const closed = new Set<string>();
  const freshness = { warn_after: { count: 1, period: 'hour' } };
  const world = await openTestQuality(
    { sources: [source('people', { freshness })] },
    { isOwnerEnabled: async (orgId) => !closed.has(orgId) },
  );
  const { dbt, warehouse, orgA, orgB } = world;
  closed.add(orgB);
  const app = createInstance({
    log: pino({ level: 'silent' }),
    trustedProxies: [],
    gate: (request, done) => {
      const org = { id: request.headers['x-org'] === 'b' ? orgB : orgA, slug: 'acme', name: 'Acme' };
      request.caller = { kind: 'session', user, org, session_id: null, must_change_password: false };
      done();
    },
  });
  onTestFinished(() => app.close());
  bindQualityRoutes(app, dbt.quality);
  const get = (slug: string, org: string) =>
    app.inject({ url: `/api/dbt/workspaces/${slug}/sources.json`, headers: { 'x-org': org } });
  await publishSource(warehouse, orgA, 'raw', 'create table people as select 1 as id');
  world.clock.moveTo(new Date());
  await dbt.quality.watch.check();
  const answer = await get('tiny', 'a');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="sources.json"');
  expect(sourcesArtifactSchema.parse(answer.json()).results).toMatchObject([
    { unique_id: 'source.tiny.raw.people', status: 'pass' },
  ]);
  expect((await get('tiny', 'b')).statusCode).toBe(404);
  expect((await get('other', 'a')).json()).toMatchObject({ code: 'HF_DBT_WORKSPACE_UNKNOWN' });
});
