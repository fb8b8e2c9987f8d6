import path from 'node:path';
import { writeFiles } from '@honeyframe/testkit/files';

const SLOW_MS = 2_000;

export const swapSlugs: readonly string[] = Array.from({ length: 10 }, (_, index) => `swap-${index + 1}`);

/** The group that may use a plugin's routes. */
export const readGroup = (slug: string): string => `${slug.replace('-', '_')}_users`;

/** Writes a version of a plugin whose every answer names the version. */
export async function writeSwapPlugin(folder: string, slug: string, version: string): Promise<void> {
  const permission = `${slug.replace('-', '_')}.use`;
  await writeFiles(path.join(folder, slug), {
    'plugin.yaml': `name: ${slug}
version: ${version}
routers: ["./backend/swap.ts:router"]
permissions: [${permission}]
seed_groups: [{ name: ${readGroup(slug)}, permissions: [${permission}] }]
`,
    'backend/swap.ts': describeRouter(version, permission),
  });
}

function describeRouter(version: string, permission: string): string {
  return `import { type Router, z } from '@honeyframe/sdk/backend';

const version = '${version}';
const config = { permission: '${permission}' };

export const router: Router = async (app) => {
  app.get('/fast', { config }, async () => ({ version }));
  app.post('/body', { config, schema: { body: z.object({ text: z.string() }) } }, async (request) => ({
    version,
    length: request.body.text.length,
  }));
  app.get('/slow', { config }, async () => {
    await new Promise((resolve) => setTimeout(resolve, ${SLOW_MS}));
    return { version };
  });
  app.get('/live', { websocket: true, config }, (socket) => {
    socket.on('message', () => socket.send(JSON.stringify({ version })));
  });
  app.get('/events', { config }, (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => reply.raw.write('data: tick\\n\\n'), 200);
    reply.raw.on('close', () => clearInterval(timer));
  });
};
`;
}
