import type { Router } from '@honeyframe/sdk/backend';
import { encountersByMonth, kpis, monthsQuery } from '../schemas/overview.ts';
import { readEncountersByMonth, readKpis } from '../services/overview.ts';

const config = { permission: 'patient.read' };

/** Figures for the blocks on Home. */
export const router: Router = async (app) => {
  app.get(
    '/kpis',
    { config, schema: { summary: 'Key figures of the organisation', response: { 200: kpis } } },
    ({ ctx }) => readKpis(ctx),
  );

  app.get(
    '/encounters-by-month',
    {
      config,
      schema: {
        summary: 'Encounters of the newest months of the data',
        querystring: monthsQuery,
        response: { 200: encountersByMonth },
      },
    },
    async ({ ctx, query }) => ({
      rows: await readEncountersByMonth(ctx.warehouse, query.months),
      data_as_of: await ctx.warehouse.dataAsOf(),
    }),
  );
};
