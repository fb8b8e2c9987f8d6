/** dbt's longest events carry the SQL of a model. What a model says may be endless, and must not fill this process. */
const MAX_LINE_BYTES = 1024 ** 2;

/** Cuts a stream of bytes into lines. A line that is too long is left out. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #length = 0;

  /** The lines that end in this chunk. */
  *push(chunk: Buffer): Generator<string> {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#add(chunk.subarray(start, end));
      yield* this.end();
      start = end + 1;
    }
    this.#add(chunk.subarray(start));
  }

  /** What is left without an end of line. */
  *end(): Generator<string> {
    const line = this.#length <= MAX_LINE_BYTES ? Buffer.concat(this.#parts).toString() : '';
    this.#parts = [];
    this.#length = 0;
    if (line !== '') yield line;
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > MAX_LINE_BYTES) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }
}
