import type { FastifyBaseLogger } from 'fastify';
import type { Bindings, ChildLoggerOptions, LogFn } from 'pino';

type Line = Parameters<LogFn>;

/**
 * The logger of one request, made on the first line that it writes: most requests write none, and a child of pino costs
 * as much as the platform's whole decision about a request.
 */
class RequestLog implements FastifyBaseLogger {
  readonly #parent: FastifyBaseLogger;
  readonly #bindings: Bindings;
  readonly #options: ChildLoggerOptions;
  #made: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, bindings: Bindings, options: ChildLoggerOptions) {
    this.#parent = parent;
    this.#bindings = bindings;
    this.#options = options;
  }

  #open(): FastifyBaseLogger {
    this.#made ??= this.#parent.child(this.#bindings, this.#options);
    return this.#made;
  }

  get level(): string {
    return (this.#made ?? this.#parent).level;
  }

  set level(level: string) {
    this.#open().level = level;
  }

  child(bindings: Bindings, options?: ChildLoggerOptions): FastifyBaseLogger {
    return this.#open().child(bindings, options);
  }

  trace(...line: unknown[]): void {
    this.#open().trace(...(line as Line));
  }

  debug(...line: unknown[]): void {
    this.#open().debug(...(line as Line));
  }

  info(...line: unknown[]): void {
    this.#open().info(...(line as Line));
  }

  warn(...line: unknown[]): void {
    this.#open().warn(...(line as Line));
  }

  error(...line: unknown[]): void {
    this.#open().error(...(line as Line));
  }

  fatal(...line: unknown[]): void {
    this.#open().fatal(...(line as Line));
  }

  silent(): void {}
}

/** Fastify's `childLoggerFactory`. */
export function createRequestLog(
  parent: FastifyBaseLogger,
  bindings: Bindings,
  options: ChildLoggerOptions,
): FastifyBaseLogger {
  return new RequestLog(parent, bindings, options);
}
