import { writeFile } from 'node:fs/promises';
import { MovableClock } from '../../system/movable-clock.fixture.ts';
import type { CreateDbtOptions } from '../create-dbt.ts';
import { openTestDbt, registerTiny, type TestDbt } from '../dbt.fixture.ts';

const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };

/** A source of dbt's manifest. */
export function source(name: string, more: object = {}): object {
  const unique_id = `source.tiny.raw.${name}`;
  const place = { database: 'raw', schema: 'main', identifier: name };
  return { unique_id, name, ...place, loaded_at_field: null, freshness: null, ...more };
}

/** A workspace `tiny` over a real database, with a clock that the test moves and messages that wait to be sent. */
export async function openTestQuality(
  manifest: { sources?: object[]; nodes?: object[] } = {},
  {
    requires = [],
    ...options
  }: Partial<CreateDbtOptions> & { requires?: string[]; allowedHosts?: readonly string[] } = {},
) {
  const clock = new MovableClock('2026-03-01T08:00:00Z');
  const world = await openTestDbt({ clock, webhookHosts: ['127.0.0.1'], ...options });
  const workspace = await registerTiny(world.dbt, { 'models/one.sql': 'select 1 as id' }, requires);
  const [sources, nodes] = [byId(manifest.sources), byId(manifest.nodes)];
  await writeFile(workspace.staged?.manifest ?? '', JSON.stringify({ sources, nodes }));
  for (const orgId of [world.orgA, world.orgB]) {
    const webhook = { url: 'http://127.0.0.1:9/', secret: 'a secret of some length', enabled: true };
    await world.dbt.quality.webhooks.set({ orgId, ...webhook, by: admin });
  }
  return { ...world, clock, workspace };
}

function byId(entries: readonly object[] = []): Record<string, object> {
  return Object.fromEntries(entries.map((entry) => [(entry as { unique_id: string }).unique_id, entry]));
}

/** What was told to one organisation: `lateness tiny`, oldest first. */
export async function readMessages({ dbt }: Pick<TestDbt, 'dbt'>, orgId: string): Promise<string[]> {
  const deliveries = await dbt.quality.deliveries.list(orgId);
  return deliveries.map(({ event, message }) => `${event}: ${message}`).reverse();
}
