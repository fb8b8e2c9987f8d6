import { defineBlock, defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({
  pages: [
    { path: '/hello', title: 'Hello', permission: 'demo.ping', load: () => import('./pages/hello-page.tsx') },
  ],
  blocks: [
    defineBlock({
      type: 'hello',
      title: 'Hello',
      permission: 'demo.ping',
      default_placement: { w: 3, h: 2 },
      load: () => import('./blocks/hello-block.tsx'),
    }),
  ],
});
