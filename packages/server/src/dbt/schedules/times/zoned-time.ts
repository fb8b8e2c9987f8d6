const HOUR = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a zone that does not exist. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** What the clocks of a zone show, as milliseconds of the same reading in UTC. */
export function toWall(zone: string, instant: number): number {
  const parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(zone).formatToParts(instant)) {
    if (type in parts) parts[type as keyof typeof parts] = Number(value);
  }
  const { year, month, day, hour, minute, second } = parts;
  const fraction = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + fraction;
}

/**
 * When the clocks of a zone show a reading: the first time where they show it twice, and the moment that they jump where
 * they never show it. So a later reading is never an earlier instant.
 */
export function toInstant(zone: string, wall: number): number {
  const before = wall - offsetAt(zone, wall - 24 * HOUR);
  if (toWall(zone, before) === wall) return before;
  const after = wall - offsetAt(zone, wall + 24 * HOUR);
  if (toWall(zone, after) === wall) return after;
  return findJump(zone, wall, Math.min(before, after), Math.max(before, after));
}

/** `2026-03-29T03:00:00+02:00`. */
export function formatInZone(zone: string, instant: Date): string {
  const time = instant.getTime() - instant.getMilliseconds();
  const wall = toWall(zone, time);
  const minutes = Math.round((wall - time) / 60_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
  return `${new Date(wall).toISOString().slice(0, 19)}${offset}`;
}

export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function offsetAt(zone: string, instant: number): number {
  return toWall(zone, instant) - instant;
}

/** The first instant, to the millisecond, at which the clocks are past a reading that they skip. */
function findJump(zone: string, wall: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (toWall(zone, middle) < wall) low = middle;
    else high = middle;
  }
  return high;
}
