import { createTestDatabase } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../database/index.ts';
import { readSettings, removeSettings } from './settings-store.ts';

it('removes what every organisation set for one plugin, and nothing else', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const database = await openDatabase({ url, secretKey: Buffer.alloc(32) });
  onTestFinished(() => database.close());
  const { queries } = database;
  const orgs = await queries
    .insertInto('orgs')
    .values([
      { slug: 'first', name: 'First' },
      { slug: 'second', name: 'Second' },
    ])
    .returning('id')
    .execute();
  const values = JSON.stringify({ retries: 5 });
  for (const { id: org_id } of orgs)
    for (const plugin of ['weather', 'traffic'])
      await queries.insertInto('plugin_settings').values({ plugin, org_id, values }).execute();

  expect(await removeSettings(queries, 'weather')).toBe(2);
  const left = await queries.selectFrom('plugin_settings').select('plugin').execute();
  expect(left.map(({ plugin }) => plugin)).toEqual(['traffic', 'traffic']);
  const key = { plugin: 'weather', orgId: orgs[0]?.id ?? '' };
  expect(await readSettings(queries, key)).toMatchObject({ values: {}, secrets: {}, updated_at: null });
});
