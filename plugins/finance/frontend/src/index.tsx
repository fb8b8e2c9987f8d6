import { defineBlock, defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({
  pages: [
    { path: '/costs', title: 'Costs', permission: 'cost.read', load: () => import('./pages/costs-page.tsx') },
  ],
  blocks: [
    defineBlock({
      type: 'monthly-costs',
      title: 'Costs by month',
      permission: 'cost.read',
      default_placement: { w: 6, h: 4 },
      load: () => import('./blocks/monthly-costs.tsx'),
    }),
  ],
});
