import { Transform } from 'node:stream';

/** Passes at most so many bytes; one more ends the stream with the error. */
export function limitBytes(limit: number, createError: () => Error): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      seen += chunk.length;
      if (seen > limit) callback(createError());
      else callback(null, chunk);
    },
  });
}
