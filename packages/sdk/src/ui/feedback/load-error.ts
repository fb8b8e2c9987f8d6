/** A part of a page that could not be fetched, as against one that broke. */
export class LoadError extends Error {
  override readonly name = 'LoadError';

  constructor(cause: unknown) {
    super('It could not be fetched from the server. A newer version may have replaced it.', { cause });
  }
}
