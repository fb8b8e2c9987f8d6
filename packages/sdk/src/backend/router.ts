import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { z } from 'zod';

/** Types of a route come from its zod schemas: input as parsed, output as sent. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

/** The Fastify instance of one plugin; paths are relative to `/api/<slug>`. */
export type RouterApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * A plugin's routes.
 *
 * @example
 * export const router: Router = async (app) => {
 *   app.get('/patients', { config: { permission: 'patient.read' } }, async (request) =>
 *     request.ctx.warehouse.query('select * from healthcare.patients limit 20'));
 * };
 */
export type Router = (app: RouterApp) => void | Promise<void>;

/** Runs after the platform's checks and before the handlers of this plugin's routes; registers hooks on `app`. */
export type Middleware = (app: RouterApp) => void | Promise<void>;

/** Identity function that types a router and its routes. */
export function defineRouter(router: Router): Router {
  return router;
}
