import type { Router } from '@honeyframe/sdk/backend';
import { costChoices, costs, costsQuery } from '../schemas/costs.ts';
import { readCostChoices, readCosts } from '../services/costs.ts';
import { financeSettings } from '../services/finance-settings.ts';

const config = { permission: 'cost.read' };

/** Sums only; no route of this plugin names a patient. */
export const router: Router = async (app) => {
  app.get(
    '/costs',
    {
      config,
      schema: {
        summary: 'Costs of care by month, insurer and kind of encounter',
        querystring: costsQuery,
        response: { 200: costs },
      },
    },
    ({ ctx, query }) => readCosts(ctx.warehouse, query),
  );

  app.get(
    '/costs/choices',
    { config, schema: { summary: 'What the filters offer', response: { 200: costChoices } } },
    ({ ctx }) => readCostChoices(ctx.warehouse, financeSettings(ctx)),
  );
};
