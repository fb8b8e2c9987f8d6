import { dbtCatalogueApi } from '@honeyframe/contract/api';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createInstance } from '../../http/index.ts';
import {
  createWorkspaceFolder,
  openTestDbt,
  publishSource,
  publishWorkspace,
  type TestDbt,
  writeFiles,
} from '../dbt.fixture.ts';
import {
  columnTest,
  createManifest,
  exposure,
  model,
  source,
  writeManifest,
} from '../graphs/manifest.fixture.ts';
import { bindCatalogueRoutes } from './catalogue.routes.ts';

const ann = {
  id: '22222222-2222-4222-8222-222222222222',
  email: 'ann@acme.example',
  display_name: 'Ann',
  is_superadmin: false,
};
const ordersId = 'shop:model.shop.orders';
const accountsId = 'books:model.books.accounts';

/** Serves the routes behind a gate that lets everybody in, to the organisation of the header `x-org`. */
function serve({ dbt, orgA, orgB }: TestDbt) {
  const app = createInstance({
    log: pino({ level: 'silent' }),
    trustedProxies: [],
    gate: (request, done) => {
      const org = { id: request.headers['x-org'] === 'b' ? orgB : orgA, slug: 'acme', name: 'Acme' };
      request.caller = { kind: 'session', user: ann, org, session_id: null, must_change_password: false };
      done();
    },
  });
  bindCatalogueRoutes(app, dbt.catalogue);
  onTestFinished(() => app.close());
  return app;
}

const shopManifest = createManifest({
  sources: source('shop', 'raw', 'orders', { description: 'As they come in.\nAll of them.' }),
  nodes: {
    ...model('shop', 'orders', ['source.shop.raw.orders'], {
      description: 'One row an order. Cancelled ones too.',
      columns: { id: { name: 'id', description: 'Its number.' }, later: { name: 'later', description: '' } },
      tags: ['daily'],
    }),
    ...model('shop', 'recent_orders', ['model.shop.orders'], { config: { materialized: 'view' } }),
    ...columnTest('shop', 'orders', 'id'),
    ...columnTest('shop', 'orders', 'id', 'unique'),
  },
});
const booksManifest = createManifest({
  sources: source('books', 'shop', 'orders'),
  nodes: model('books', 'accounts', ['source.books.shop.orders']),
  exposures: exposure('books', 'sums', 'Sums by month', ['model.books.accounts']),
});

async function register(dbt: TestDbt['dbt'], slug: string, manifest: object) {
  const folder = await createWorkspaceFolder({
    'dbt_project.yml': `name: ${slug}\nversion: 1.0.0\nprofile: other\n`,
    'models/one.sql': 'select 1 as id',
  });
  const registration = { slug, display_name: slug.toUpperCase(), owner: slug, folder, requires: [] };
  const workspace = await dbt.workspaces.register(registration);
  await writeManifest(workspace, manifest);
  return { folder, registration };
}

/** `shop` is built from a raw source and `books` from it; the second organisation has not switched `books` on. */
async function openShop() {
  const closed = new Set<string>();
  const opened = await openTestDbt({
    bin: '/nowhere',
    isOwnerEnabled: async (orgId, owner) => !closed.has(`${orgId} ${owner}`),
  });
  const { dbt, warehouse, orgA, orgB } = opened;
  closed.add(`${orgB} books`);
  const shop = await register(dbt, 'shop', shopManifest);
  await register(dbt, 'books', booksManifest);
  await publishSource(warehouse, orgA, 'raw', 'create table orders as select * from range(3) t(id)');
  await publishWorkspace(
    warehouse,
    orgA,
    'shop',
    `create table orders as select id, repeat('long ', 1000) as note, 'x'::blob as bytes, {'a': [id]} as nested
     from range(250) t(id)`,
    'create view recent_orders as select id from orders where id > 200',
  );
  return { ...opened, app: serve(opened), shop };
}

type App = ReturnType<typeof serve>;

async function list(app: App, query = '', org = 'a') {
  const answer = await app.inject({ url: `/api/dbt/datasets?${query}`, headers: { 'x-org': org } });
  return dbtCatalogueApi.listDatasets.output.parse(answer.json());
}

async function getLineage(app: App, query = '', org = 'a') {
  const answer = await app.inject({ url: `/api/dbt/lineage?${query}`, headers: { 'x-org': org } });
  const lineage = dbtCatalogueApi.getLineage.output.parse(answer.json());
  const name = (index: number) => lineage.nodes[index]?.name;
  return { lineage, edges: lineage.edges.map(([from, to]) => `${name(from)} > ${name(to)}`).sort() };
}

it('lists what is built and read, with rows, columns and times of what readers see', async () => {
  const { app } = await openShop();
  const { rows, total } = await list(app);
  expect(total).toBe(4);
  expect(rows).toMatchObject([
    {
      id: accountsId,
      owner: 'books',
      owner_name: 'BOOKS',
      state: 'never',
      data_as_of: null,
      row_count: null,
    },
    {
      id: ordersId,
      ...{ workspace: 'shop', kind: 'model', materialisation: 'table', tags: ['daily'], column_count: 4 },
      ...{ description: 'One row an order.', state: 'success', row_count: 250 },
      tests: { passed: 0, failed: 0, total: 2 },
    },
    { kind: 'source', state: 'success', row_count: 3, description: 'As they come in.' },
    { name: 'recent_orders', materialisation: 'view', row_count: 49 },
  ]);
  expect(rows.filter(({ data_as_of }) => data_as_of !== null)).toHaveLength(3);
});

it('searches names, columns, tags and words; filters, sorts and turns pages', async () => {
  const { app } = await openShop();
  const names = async (query: string) => (await list(app, query)).rows.map(({ id }) => id);
  expect(await names('search=NUMBER%20daily')).toEqual([ordersId]);
  expect(await names('search=nowhere')).toEqual([]);
  expect(await names('workspace=books')).toEqual([accountsId]);
  expect(await names('kind=source')).toEqual(['shop:source.shop.raw.orders']);
  expect((await names('sort=row_count&direction=desc')).at(0)).toBe(ordersId);
  // What was never counted comes last either way.
  expect((await names('sort=row_count&direction=desc')).at(-1)).toBe(accountsId);
  expect((await names('sort=row_count&direction=asc')).at(-1)).toBe(accountsId);
  const second = await list(app, 'page=2&page_size=3');
  expect(second).toMatchObject({ total: 4, page: 2, rows: [{ name: 'recent_orders' }] });
});

it('shows one with its columns, tests and neighbours, also by the name that another workspace has for it', async () => {
  const { app } = await openShop();
  const get = async (id: string) => await app.inject(`/api/dbt/datasets/${encodeURIComponent(id)}`);
  const orders = dbtCatalogueApi.getDataset.output.parse((await get(ordersId)).json());
  expect(orders).toMatchObject({
    ...{ relation: 'shop.orders', documentation: 'One row an order. Cancelled ones too.' },
    ...{ raw_sql: 'select * from orders', compiled_sql: null, file: 'models/orders.sql', last_run_id: null },
    upstream: [{ kind: 'source', name: 'orders' }],
    downstream: [{ name: 'recent_orders' }, { id: accountsId, workspace: 'books' }],
    tests_on_it: [
      { name: 'not_null', column: 'id', last: null },
      { name: 'unique', column: 'id' },
    ],
  });
  expect(orders.columns).toMatchObject([
    { name: 'id', type: 'BIGINT', description: 'Its number.', tests: ['not_null', 'unique'] },
    { name: 'note', type: 'VARCHAR', description: '', tests: [] },
    { name: 'bytes', type: 'BLOB' },
    { name: 'nested', type: 'STRUCT(a BIGINT[])' },
    { name: 'later', type: null },
  ]);
  expect((await get('books:source.books.shop.orders')).json()).toMatchObject({ id: ordersId });
  expect(await get('shop:model.shop.gone')).toMatchObject({ statusCode: 404 });
});

it('shows the first hundred rows with long values cut, and records who looked', async () => {
  const { app, database, orgA } = await openShop();
  const preview = async (id: string, org = 'a') =>
    await app.inject({ url: `/api/dbt/datasets/${id}/preview`, headers: { 'x-org': org } });
  const answer = dbtCatalogueApi.previewDataset.output.parse((await preview(ordersId)).json());
  expect(answer.columns.map(({ name }) => name)).toEqual(['id', 'note', 'bytes', 'nested']);
  expect(answer.rows).toHaveLength(100);
  expect(answer.row_count).toBe(250);
  expect(answer.rows[1]).toEqual([1, `${'long '.repeat(100)}…`, 'eA==', { a: [1] }]);
  expect((await preview('shop:model.shop.recent_orders')).json().rows).toHaveLength(49);

  expect((await preview(accountsId)).json()).toMatchObject({ code: 'HF_WAREHOUSE_NOT_BUILT' });
  // Of the other organisation, which has built nothing.
  expect((await preview(ordersId, 'b')).json()).toMatchObject({ code: 'HF_WAREHOUSE_NOT_BUILT' });
  const events = await database.queries
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'dataset.previewed')
    .orderBy('id')
    .execute();
  expect(events).toMatchObject([
    { org_id: orgA, actor: ann.email, target_id: ordersId, details: { dataset: 'shop.orders', rows: 100 } },
    { target_id: 'shop:model.shop.recent_orders' },
  ]);
});

it('draws what comes from what across workspaces, with blocks, and tests where they are asked for', async () => {
  const { app } = await openShop();
  const { lineage, edges } = await getLineage(app);
  expect(edges).toEqual([
    'accounts > Sums by month',
    'orders > accounts',
    'orders > orders',
    'orders > recent_orders',
  ]);
  expect(lineage.owners).toEqual([
    { slug: 'shop', display_name: 'SHOP' },
    { slug: 'books', display_name: 'BOOKS' },
  ]);
  expect(lineage.incomplete).toEqual([]);
  const x = new Map(lineage.nodes.map((node) => [node.id, node.x]));
  expect(x.get(accountsId)).toBeGreaterThan(x.get(ordersId) ?? Number.NaN);
  expect((await getLineage(app, 'tests=true')).edges).toContain('orders > unique id');
  const own = await getLineage(app, 'workspace=books');
  expect(own.lineage.nodes.map(({ id }) => id)).toEqual([ordersId, accountsId, 'books:exposure.books.sums']);
});

it('is settled when the careful layout is there', async () => {
  const { app } = await openShop();
  expect((await getLineage(app)).lineage.is_settled).toBe(false);
  await expect.poll(async () => (await getLineage(app)).lineage.is_settled, { timeout: 20_000 }).toBe(true);
});

it('knows nothing of plugins that are switched off, nor of another organisation’s rows', async () => {
  const { app } = await openShop();
  const { rows } = await list(app, '', 'b');
  expect(rows.map(({ workspace }) => workspace)).toEqual(['shop', 'shop', 'shop']);
  expect(rows.map(({ state, row_count, data_as_of }) => ({ state, row_count, data_as_of }))).toEqual(
    new Array(3).fill({ state: 'never', row_count: null, data_as_of: null }),
  );
  expect((await getLineage(app, '', 'b')).lineage.nodes.map(({ kind }) => kind)).not.toContain('block');
});

it('shows no rows of a workspace that is switched off to one that reads it', async () => {
  const opened = await openTestDbt({
    bin: '/nowhere',
    isOwnerEnabled: async (_, owner) => owner === 'books',
  });
  await register(opened.dbt, 'shop', shopManifest);
  await register(opened.dbt, 'books', booksManifest);
  await publishWorkspace(opened.warehouse, opened.orgA, 'shop', 'create table orders as select 1 as id');
  const app = serve(opened);
  const { rows } = await list(app, 'kind=source');
  expect(rows).toMatchObject([{ id: 'books:source.books.shop.orders', state: 'never', row_count: null }]);
  const answer = await app.inject('/api/dbt/datasets/books:source.books.shop.orders/preview');
  expect(answer.json()).toMatchObject({ code: 'HF_WAREHOUSE_NOT_BUILT' });
});

it('shows the last good version of a workspace that is broken now, and says so', async () => {
  const { app, dbt, shop } = await openShop();
  await list(app);
  await writeFiles(shop.folder, { 'dbt_project.yml': 'no: [project' });
  expect(await dbt.workspaces.register(shop.registration)).toMatchObject({ state: 'quarantined' });
  expect((await list(app, 'workspace=shop')).total).toBe(3);
  const { lineage } = await getLineage(app);
  expect(lineage.incomplete).toMatchObject([{ slug: 'shop', state: 'quarantined' }]);
});

it('is empty before the first parse, and says what is missing', async () => {
  const opened = await openTestDbt();
  const folder = await createWorkspaceFolder({ 'models/one.sql': 'select 1 as id' });
  const shop = { slug: 'shop', display_name: 'SHOP', owner: 'shop', folder, requires: [] };
  await opened.dbt.workspaces.register(shop);
  const app = serve(opened);
  expect(await list(app)).toMatchObject({ total: 0, rows: [] });
  expect((await getLineage(app)).lineage).toMatchObject({
    ...{ nodes: [], edges: [], is_settled: true },
    incomplete: [{ slug: 'shop', state: 'waiting', message: expect.stringContaining('installed') }],
  });
});
