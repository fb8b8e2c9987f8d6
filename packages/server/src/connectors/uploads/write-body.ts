import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

export interface WriteBodyOptions {
  readonly file: string;
  readonly body: Readable;
  readonly limit: number;
  /** Thrown at the first byte beyond the limit. */
  readonly createError: () => Error;
}

/** Writes a request's body to a new file and returns its bytes. */
export async function writeBody({ file, body, limit, createError }: WriteBodyOptions): Promise<number> {
  await using handle = await open(file, 'wx', 0o600);
  let bytes = 0;
  try {
    // A destroyed request could not be answered, so the sender would never learn what was wrong.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const part: Buffer = Buffer.from(chunk);
      bytes += part.length;
      if (bytes > limit) throw createError();
      await handle.writeFile(part);
    }
    return bytes;
  } finally {
    // What is still coming is thrown away, or the connection would hang with it.
    body.resume();
  }
}
