import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { idParams, idSchema } from './shapes.ts';
import { pageAccessSchema } from './shell.ts';

export const layoutSchema = z.object({
  /** Grid of 12 columns; rows of 80 px. */
  x: z.number().int().min(0).max(11),
  y: z.number().int().min(0),
  w: z.number().int().min(1).max(12),
  h: z.number().int().min(1).max(20),
});

export const placementSchema = z.object({
  id: idSchema,
  plugin: z.string(),
  block: z.string(),
  title: z.string(),
  config: z.record(z.string(), z.unknown()),
  layout: layoutSchema,
  access: pageAccessSchema,
});
export type Placement = z.infer<typeof placementSchema>;

export const dashboardSchema = z.object({
  id: idSchema,
  slug: z.string(),
  title: z.string(),
  editable: z.boolean(),
  placements: z.array(placementSchema),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

const arrangeBody = z.object({
  placements: z.array(z.object({ id: idSchema, layout: layoutSchema })).max(200),
});

export const dashboardsApi = defineApi({
  home: {
    method: 'GET',
    path: '/api/dashboards/home',
    access: 'dashboard.read',
    summary: "The organisation's Home dashboard with the blocks that the caller may see.",
    output: dashboardSchema,
  },
  arrange: {
    method: 'PUT',
    path: '/api/dashboards/:id/layout',
    access: 'dashboard.edit',
    summary: 'Arrange the blocks of a dashboard; a block left out is hidden, not deleted.',
    params: idParams,
    body: arrangeBody,
    output: dashboardSchema,
  },
});
