import pg from 'pg';
import type { CrashCounter } from './crash-point.fixture.ts';

type Query = (...args: unknown[]) => unknown;

/** Every statement of every connection goes through this one function. */
export async function wrapStatements(counter: CrashCounter): Promise<void> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  prototype.query = function (this: unknown, ...args: unknown[]): unknown {
    const subject = readText(args[0]);
    const pass = (moment: 'before' | 'sent' | 'after') => counter.pass({ moment, call: 'sql', subject });
    pass('before');
    const last = args.at(-1);
    if (typeof last === 'function') {
      const callback = last as Query;
      const result = query.apply(this, [
        ...args.slice(0, -1),
        (...outcome: unknown[]) => {
          pass('after');
          return callback(...outcome);
        },
      ]);
      pass('sent');
      return result;
    }
    const result = query.apply(this, args);
    pass('sent');
    if (!(result instanceof Promise)) return result;
    return result.finally(() => pass('after'));
  };
}

function readText(first: unknown): string {
  if (typeof first === 'string') return first;
  const { text, cursor } = (first ?? {}) as { text?: string; cursor?: { text?: string } };
  return text ?? cursor?.text ?? 'statement';
}
