import { PlatformError } from '@honeyframe/contract';

export interface CallPluginOptions {
  readonly plugin: string;
  /** What the plugin is doing, after "to": `load its routers`. */
  readonly step: string;
  /** 10 where it is left out: start-up code that needs longer belongs into a handler. */
  readonly seconds?: number;
}

const DEFAULT_SECONDS = 10;

/**
 * The one way into plugin code outside of a request: with an owner, a time limit and an abort signal.
 * Throws HF_PLUGIN_TIMEOUT, or whatever the plugin threw.
 */
export async function callPlugin<Result>(
  { plugin, step, seconds = DEFAULT_SECONDS }: CallPluginOptions,
  work: (signal: AbortSignal) => Result | Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new PlatformError('HF_PLUGIN_TIMEOUT', { plugin, step, seconds });
    abort.abort(error);
    reject(error);
  }, seconds * 1000);
  try {
    return await Promise.race([work(abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
