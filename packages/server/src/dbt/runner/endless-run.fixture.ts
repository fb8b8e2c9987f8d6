// A platform that another process kills: builds something endless, and says when dbt is at it.
import { createOrder, endless } from './order.fixture.ts';
import { WarmParentRunner } from './warm-parent-runner.ts';

const [folder = '', bin = ''] = process.argv.slice(2);
const runner = new WarmParentRunner({ log: console });
const order = await createOrder({ folder, bin, files: endless });
await runner.build({
  ...order,
  onEvent: (event) => {
    if (event.kind === 'node_started') console.log('started');
  },
});
