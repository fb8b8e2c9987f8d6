import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';

const LINE_FEED = 10;
/** What DuckDB reads as one line is bounded as well. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** One pass over the file. Guessing at another encoding would change names silently, so it is an error that names the line. */
export async function requireUtf8(file: string): Promise<void> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    const bytes = Buffer.concat([rest, chunk]);
    // A line feed is never a part of a longer character, so the cut after it is safe.
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    line += requireLines(file, bytes.subarray(0, end), line);
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES) {
      throw new PlatformError('HF_CONNECTOR_LINE_TOO_LONG', { file: path.basename(file), line });
    }
  }
  requireLines(file, rest, line);
}

/** Returns how many lines the bytes have. */
function requireLines(file: string, bytes: Buffer, firstLine: number): number {
  let lines = 0;
  const valid = isUtf8(bytes) && !bytes.includes(0);
  for (let start = 0; start < bytes.length; lines += 1) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found;
    const one = valid ? undefined : bytes.subarray(start, end);
    if (one && (!isUtf8(one) || one.includes(0))) {
      throw new PlatformError('HF_CONNECTOR_FILE_NOT_UTF8', {
        file: path.basename(file),
        line: firstLine + lines,
      });
    }
    start = end + 1;
  }
  return lines;
}
