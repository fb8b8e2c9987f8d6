export { DbtSchedules } from './dbt-schedules.ts';
export { nameSchedules, settlePluginSchedules } from './plugin-schedules.ts';
export { ScheduleStore } from './schedule-store.ts';
export { ScheduleTicker } from './schedule-ticker.ts';
export { bindScheduleRoutes } from './schedules.routes.ts';
