import { createSqlAuditLog } from '../../audit/index.ts';
import { openDatabase } from '../../database/index.ts';
import { createPgBossJobQueue } from '../../jobs/index.ts';
import { MovableClock, skewClock } from '../../system/movable-clock.fixture.ts';
import { ScheduleTicker } from './schedule-ticker.ts';

/** What a simulation tells a node: look now, at this time. */
export interface Look {
  readonly at: number;
}

/**
 * A platform process as far as schedules go, with a clock that its parent moves: `node schedule-node.fixture.ts URL SKEW`.
 * It says `ready`, and after each look `done`; killed in between it leaves what a killed platform leaves.
 */
const [url = '', skew = '0'] = process.argv.slice(2);
const log = {
  warn: (context: object, message: string) => {
    process.stderr.write(
      `${message} ${JSON.stringify(context, (_, value) => (value instanceof Error ? value.stack : value))}\n`,
    );
  },
};
const database = await openDatabase({ url, secretKey: Buffer.alloc(32, 1), maxConnections: 2 });
const queue = await createPgBossJobQueue({ connectionString: url, log });
const clock = new MovableClock('2026-01-01T00:00:00Z');
const ticker = new ScheduleTicker({
  database,
  queue,
  clock: skewClock(clock, Number(skew)),
  auditLog: createSqlAuditLog(database.queries),
  log,
  isOwnerEnabled: async () => true,
  onQueued: () => {},
});

process.on('message', async ({ at }: Look) => {
  clock.moveTo(at);
  await ticker.tick();
  process.send?.('done');
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
