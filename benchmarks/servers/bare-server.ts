// The floor of route-overhead: one Fastify route with the same handler, the same parameters and the same log line.
import Fastify, { LogController } from 'fastify';
import { pino } from 'pino';
import { serveForBenchmark } from './serve-for-benchmark.ts';

const log = process.env.BENCH_LOG === 'on';
const app = Fastify({
  loggerInstance: pino({
    level: log ? 'info' : 'silent',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  }),
  logController: new LogController({ disableRequestLogging: true }),
  routerOptions: { ignoreTrailingSlash: true },
});
if (log) {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    request.log.info({ method, path: url.split('?', 1)[0], status: reply.statusCode, ms }, 'request');
    done();
  });
}
app.get('/api/bench/ping', async () => ({ pong: true }));
serveForBenchmark({ url: await app.listen({ port: 0 }), cookie: '' });
