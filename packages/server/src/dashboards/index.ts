export { ensureHome } from './dashboard-store.ts';
export { bindDashboardRoutes } from './dashboards.routes.ts';
export { createDashboards, placeBlocks } from './dashboards.ts';
export { placementTraces } from './placement-traces.ts';
