import { expect, it } from 'vitest';
import { readManifest } from '../graphs/index.ts';
import { columnTest, createManifest, exposure, model, source } from '../graphs/manifest.fixture.ts';
import { type JoinedWorkspace, joinWorkspaces } from './join-workspaces.ts';

function workspace(slug: string, parts: Parameters<typeof createManifest>[0]): JoinedWorkspace {
  const graph = readManifest(createManifest(parts));
  if (!graph) throw new Error('no manifest');
  return { slug, owner: slug, display_name: slug.toUpperCase(), graph };
}

const shop = workspace('shop', {
  sources: source('shop', 'raw', 'orders'),
  nodes: { ...model('shop', 'orders', ['source.shop.raw.orders']), ...columnTest('shop', 'orders', 'id') },
});
const books = workspace('books', {
  sources: { ...source('books', 'shop', 'ORDERS'), ...source('books', 'raw', 'orders') },
  nodes: model('books', 'accounts', ['source.books.shop.ORDERS', 'source.books.raw.orders']),
  exposures: {
    ...exposure('books', 'sums', 'Sums', ['model.books.accounts']),
    ...exposure('books', 'nothing', 'Of nothing', ['model.books.gone']),
  },
});

const sourceId = 'shop:source.shop.raw.orders';
const ordersId = 'shop:model.shop.orders';
const accountsId = 'books:model.books.accounts';

it('makes one node of what one workspace builds and another reads, in whatever order they come', () => {
  for (const workspaces of [
    [shop, books],
    [books, shop],
  ]) {
    const joined = joinWorkspaces(workspaces);
    const ids = [...joined.datasets.keys()];
    expect(ids.filter((id) => id.endsWith('ORDERS'))).toEqual([]);
    expect(joined.find('books:source.books.shop.ORDERS')).toBe(joined.datasets.get(ordersId));
    expect([...(joined.find(accountsId)?.upstream ?? [])]).toContain(ordersId);
    expect([...(joined.find(ordersId)?.downstream ?? [])]).toEqual([accountsId]);
  }
});

it('makes one node of a raw source that two workspaces read; it is the first one’s', () => {
  const joined = joinWorkspaces([shop, books]);
  expect(joined.find('books:source.books.raw.orders')?.id).toBe(sourceId);
  expect([...(joined.find(sourceId)?.downstream ?? [])]).toEqual([ordersId, accountsId]);
});

it('leaves a source alone whose workspace is not among them', () => {
  const joined = joinWorkspaces([books]);
  expect(joined.find('books:source.books.shop.ORDERS')).toMatchObject({
    owner: 'books',
    node: { kind: 'source' },
  });
  expect(joined.find(ordersId)).toBeUndefined();
});

it('keeps tests with what they test, and blocks that something leads to', () => {
  const joined = joinWorkspaces([shop, books]);
  expect(joined.find(ordersId)?.tests).toMatchObject([
    { workspace: 'shop', label: 'not_null', column: 'id' },
  ]);
  expect(joined.blocks).toEqual([
    {
      id: 'books:exposure.books.sums',
      ...{ name: 'Sums', workspace: 'books', owner: 'books', upstream: [accountsId] },
    },
  ]);
});
