import { randomBytes } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { answerNotFound, createErrorAnswer } from './answer-error.ts';
import type { Gate } from './gate.ts';
import { readLoggedPath } from './logged-path.ts';
import { createRequestLog } from './request-log.ts';
import { zodSerializerCompiler, zodValidatorCompiler } from './zod-compilers.ts';

export interface CreateInstanceOptions {
  readonly gate: Gate;
  readonly log: FastifyBaseLogger;
  readonly trustedProxies: readonly string[];
  /** The slug, for a plugin's instance: it names log lines and failures. */
  readonly plugin?: string;
  readonly serverFactory?: FastifyServerOptions['serverFactory'];
}

const BODY_LIMIT = 1024 * 1024;

// Unique over restarts by the first part, within the process by the second; a UUID for each costs ten times as much.
const processId = randomBytes(6).toString('base64url');
let requests = 0;

function createRequestId(): string {
  requests += 1;
  return `${processId}-${requests.toString(36)}`;
}

/** One Fastify instance, for the platform and for each plugin alike: the gate is its first hook. */
export function createInstance(options: CreateInstanceOptions): FastifyInstance {
  const { gate, plugin, trustedProxies } = options;
  const app = Fastify({
    loggerInstance: plugin ? options.log.child({ plugin }) : options.log,
    // One line of our own a request instead of Fastify's two.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: createRequestLog,
    genReqId: createRequestId,
    requestIdHeader: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: plugin === undefined,
    // Draining is counted by the dispatch; Fastify's own refusal of late requests would lose some.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    ...(options.serverFactory ? { serverFactory: options.serverFactory } : {}),
  });
  app.setValidatorCompiler(zodValidatorCompiler);
  app.setSerializerCompiler(zodSerializerCompiler);
  app.setErrorHandler(createErrorAnswer(plugin));
  app.setNotFoundHandler(answerNotFound);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', (request, _reply, done) => gate(request, done));
  if (options.log.level !== 'silent') logRequests(app);
  return app;
}

/** One line a request when it is answered. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    app.log.info(
      {
        reqId: request.id,
        method: request.method,
        path: readLoggedPath(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        user_id: request.caller?.user.id,
        org: request.caller?.org?.slug,
      },
      'request',
    );
    done();
  });
}
