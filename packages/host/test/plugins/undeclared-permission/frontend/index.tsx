import { defineFrontend } from '@honeyframe/sdk/frontend';

export default defineFrontend({ pages: [{ path: '/', title: 'Things', load: () => import('./things.tsx') }] });
