import { dbtSchedulesApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi, type Call } from '../../http/index.ts';
import type { DbtSchedules } from './dbt-schedules.ts';

export function bindScheduleRoutes(app: FastifyInstance, schedules: DbtSchedules): void {
  bindApi(app, dbtSchedulesApi, {
    listSchedules: async (_, { org }) => ({ schedules: await schedules.list(org.id) }),
    createSchedule: async ({ body }, call) => await schedules.create(call.org.id, body, actorOf(call)),
    updateSchedule: async ({ params, body }, call) =>
      await schedules.update(call.org.id, params.id, body, actorOf(call)),
    switchSchedule: async ({ params, body }, call) =>
      await schedules.switch(call.org.id, params.id, body.enabled, actorOf(call)),
    deleteSchedule: async ({ params }, call) => {
      await schedules.delete(call.org.id, params.id, actorOf(call));
      return {};
    },
    resetSchedule: async ({ params }, call) => await schedules.reset(call.org.id, params.id, actorOf(call)),
    fireSchedule: async ({ params }, call) => await schedules.fire(call.org.id, params.id, actorOf(call)),
    previewSchedule: async ({ body }) => ({ next: await schedules.preview(body) }),
  });
}

function actorOf({ user }: Call) {
  return { id: user.id, name: user.email };
}
