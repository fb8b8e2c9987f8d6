import { PlatformError } from '@honeyframe/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isDisconnected } from '../database/index.ts';
import { readLoggedPath } from './logged-path.ts';

/** Turns whatever was thrown into the one shape of error bodies; what is not meant for callers stays in the log. */
export function createErrorAnswer(plugin?: string) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const known = toPlatformError(error, request, plugin);
    // 503 is a state that passes, not a defect: no trace of the stack for each request meanwhile.
    if (known.status === 503) request.log.warn({ code: known.code }, known.message);
    else if (known.status >= 500) request.log.error({ err: error, code: known.code }, known.message);
    else request.log.debug({ code: known.code }, known.message);
    const retryAfter = known.context.retry_after_seconds;
    if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
    reply
      .status(known.status)
      .header('cache-control', 'no-store')
      .serializer(JSON.stringify)
      .type('application/json; charset=utf-8')
      .send({ ...known.toBody(), request_id: request.id });
  };
}

function toPlatformError(error: unknown, request: FastifyRequest, plugin: string | undefined): PlatformError {
  if (error instanceof PlatformError) return error;
  if (isClientError(error)) return describeClientError(error);
  if (isDisconnected(error)) {
    const reason = 'the connection broke';
    return new PlatformError('HF_DATABASE_UNREACHABLE', { reason, retry_after_seconds: 1 }, { cause: error });
  }
  const context = { request_id: request.id };
  if (plugin) return new PlatformError('HF_PLUGIN_ROUTE_FAILED', { ...context, plugin }, { cause: error });
  return new PlatformError('HF_CORE_INTERNAL', context, { cause: error });
}

/** Fastify's own refusals: malformed JSON, a body too large, an unknown content type. */
function isClientError(error: unknown): error is FastifyError {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return false;
  return (
    String(error.code).startsWith('FST_ERR_') &&
    Number(error.statusCode) >= 400 &&
    Number(error.statusCode) < 500
  );
}

function describeClientError(error: FastifyError): PlatformError {
  if (error.statusCode === 413)
    return new PlatformError('HF_CORE_PAYLOAD_TOO_LARGE', { limit: 'size' }, { cause: error });
  return new PlatformError('HF_CORE_INPUT_INVALID', { details: error.message }, { cause: error });
}

/** What an address without a route answers. */
export function answerNotFound(request: FastifyRequest): never {
  throw new PlatformError('HF_CORE_NOT_FOUND', { what: readLoggedPath(request.url) });
}
