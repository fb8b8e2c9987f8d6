import { Cron } from 'croner';
import { toInstant, toWall } from './zoned-time.ts';

/** Expressions that croner knows and the manifest does not: `@daily`, a seventh field. */
const fieldCounts: ReadonlySet<number> = new Set([5, 6]);

/**
 * The instants of a cron expression in a zone. croner's own answer at a change of the clocks depends on the expression:
 * `30 2 * * *` moves to the end of the gap, `0,30 2 * * *` is left out. So it reads the expression on the wall's clock,
 * and the wall's reading becomes an instant here: one in the gap fires at its end, one that occurs twice fires the first
 * time. An expression for every hour means each real hour instead, also the repeated one.
 */
export class CronTimes {
  readonly #cron: Cron;
  readonly #zone: string;
  readonly #isHourly: boolean;

  /** Throws an Error that says what is wrong with the expression. */
  constructor(expression: string, zone: string) {
    const fields = expression.trim().split(/\s+/);
    if (!fieldCounts.has(fields.length)) throw new Error('it has not five or six fields');
    this.#isHourly = fields.at(-4) === '*';
    this.#zone = zone;
    this.#cron = new Cron(expression, { timezone: this.#isHourly ? zone : 'UTC', paused: true });
  }

  /** The first after this one; none where the expression never fits again. */
  nextAfter(instant: Date): Date | undefined {
    if (this.#isHourly) return this.#cron.nextRun(instant) ?? undefined;
    const after = instant.getTime();
    let wall = this.#cron.nextRun(new Date(toWall(this.#zone, after)));
    while (wall) {
      const next = toInstant(this.#zone, wall.getTime());
      // In the repeated hour the readings to come have been shown already.
      if (next > after) return new Date(next);
      wall = this.#cron.nextRun(wall);
    }
    return undefined;
  }
}
