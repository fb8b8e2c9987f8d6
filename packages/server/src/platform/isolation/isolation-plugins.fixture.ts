import path from 'node:path';
import type { TestPlugin } from '@honeyframe/testkit';
import type { Frontend } from '../../frontend/index.ts';

const manifest = `
name: clinic
version: 0.1.0
routers: ["./backend/clinic.ts:router"]
dbt_workspace: dbt/
frontend_entry: frontend/src/index.tsx
nav: [{ label: Clinic, path: /clinic/home, permission: clinic.read }]
permissions: [clinic.read, clinic.edit]
public_routes: [GET /open]
seed_groups: [{ name: clinic_users, permissions: [clinic.read, clinic.edit] }]
migrations: migrations/
settings:
  type: object
  properties:
    greeting: { type: string }
    api_key: { type: string, format: password }
`;

const router = `
import { type Router, z } from '@honeyframe/sdk/backend';
const read = { permission: 'clinic.read' };
const edit = { permission: 'clinic.edit' };
const params = z.object({ id: z.string() });
export const router: Router = async (app) => {
  app.get('/open', { config: { permission: 'public' } }, async () => ({ open: true }));
  app.get('/members', { config: { permission: 'authenticated' } }, async () => ({ member: true }));
  app.get('/objects/:id', { config: { ...read, target: 'params.id' }, schema: { params } }, async () => ({ ok: true }));
  app.get('/search', { config: { ...read, target: 'query.id' }, schema: { querystring: params } }, async () => ({ ok: true }));
  app.get('/settings', { config: read }, async ({ ctx }) => ctx.settings);
  app.get('/key', { config: read }, async ({ ctx }) => ({ key: String(ctx.settings.api_key) }));
  app.get('/notes', { config: read }, async ({ ctx }) => ctx.db.query('select text from notes'));
  app.get('/notes.csv', { config: read }, async ({ ctx }, reply) => {
    const rows = await ctx.db.query('select text from notes');
    return reply.type('text/csv').send(rows.map((row) => row.text).join('\\n'));
  });
  app.post('/notes', { config: edit, schema: { body: z.object({ text: z.string() }) } }, async ({ ctx, body }) => {
    await ctx.db.query('insert into notes (org_id, text) values ($1, $2)', [ctx.org.id, body.text]);
    await ctx.audit({ action: 'note.written', target_type: 'note', target_id: 'the-note', details: { text: body.text } });
    return {};
  });
  app.get('/trail', { config: read }, async ({ ctx }) => ctx.auditTrail({ target_type: 'note', target_id: 'the-note' }));
  app.get('/items', { config: read }, async ({ ctx }) => ctx.warehouse.query('select name from isodata.items'));
  app.get('/live', { websocket: true, config: read }, (socket, request) => socket.send(request.ctx.org.id));
};
`;

// Nothing is built here: `createStubFrontend` says what the builder would have found in it.
const entry = 'export default {};\n';

const clinicFiles = {
  'plugin.yaml': manifest,
  'backend/clinic.ts': router,
  'frontend/src/index.tsx': entry,
  'dbt/dbt_project.yml': 'name: clinic\nversion: 1.0.0\nprofile: clinic\n',
  'dbt/models/sources.yml':
    'version: 2\nsources:\n  - name: isodata\n    database: isodata\n    schema: main\n    tables:\n      - name: items\n        columns: [{ name: name, data_type: varchar }]\n',
  'dbt/models/items.sql': "select name from {{ source('isodata', 'items') }}\n",
  'migrations/0001-notes.sql':
    'create table notes (id bigint generated always as identity, org_id uuid not null, text text not null);\n',
};

/** Switched off in both organisations. */
const closedFiles = {
  'plugin.yaml':
    'name: closed\nversion: 0.1.0\nfrontend_entry: frontend/src/index.tsx\nnav: [{ label: Closed, path: /closed/home }]\nrouters: ["./r.ts:router"]\npermissions: [closed.read]\npublic_routes: [GET /open]\nseed_groups: [{ name: closed_users, permissions: [closed.read] }]\n',
  'frontend/src/index.tsx': entry,
  'r.ts': `export const router = async (app) => {
    app.get('/open', { config: { permission: 'public' } }, async () => ({}));
    app.get('/members', { config: { permission: 'authenticated' } }, async () => ({}));
    app.get('/rows', { config: { permission: 'closed.read' } }, async () => ({}));
    app.get('/live', { websocket: true, config: { permission: 'closed.read' } }, (socket) => socket.send('in'));
  };`,
};

/** Wants a permission of the platform, which nobody has approved. */
const asksFiles = {
  'plugin.yaml':
    'name: asks\nversion: 0.1.0\nrouters: ["./r.ts:router"]\npermissions: [dbt.read, asks.read]\nseed_groups: [{ name: asks_users, permissions: [asks.read] }]\n',
  'r.ts': `export const router = async (app) => {
    app.get('/builds', { config: { permission: 'dbt.read' } }, async () => ({}));
    app.get('/own', { config: { permission: 'asks.read' } }, async () => ({}));
  };`,
};

/** Pages and blocks without a build: each small plugin has one page and one block. */
export function createStubFrontend(): Frontend {
  return {
    ensureShell: async () => {},
    buildPlugins: async (sources) =>
      sources.map(({ slug }) => ({
        slug,
        diagnostics: [],
        ...(slug === 'clinic' || slug === 'closed' ? { bundle: describeBundle(slug) } : {}),
      })),
    bindRoutes: async () => {},
    close: async () => {},
  };
}

function describeBundle(slug: string): Bundle {
  const permission = `${slug}.read`;
  const default_placement = { w: 3, h: 3 };
  return {
    slug,
    hash: 'hash',
    folder: '/nowhere',
    entry: `/assets/plugins/${slug}/hash/index.js`,
    styles: [],
    pages: [{ path: '/home', title: `Home of ${slug}`, permission }],
    blocks: [{ type: 'count', title: `Block of ${slug}`, permission, default_placement }],
  };
}

type Bundle = NonNullable<Awaited<ReturnType<Frontend['buildPlugins']>>[number]['bundle']>;

const bundled = path.resolve(import.meta.dirname, '../../../../../plugins');

/** Small ones for each way of declaring a route, and the ones that ship. */
export const isolationPlugins: readonly TestPlugin[] = [
  { slug: 'clinic', files: clinicFiles },
  { slug: 'closed', files: closedFiles },
  { slug: 'asks', files: asksFiles },
  ...['_demo', 'healthcare', 'finance'].map((slug) => path.join(bundled, slug)),
];
