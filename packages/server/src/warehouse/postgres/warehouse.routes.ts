import { warehouseApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi, type Call } from '../../http/index.ts';
import type { WarehouseConnections } from './connection/warehouse-connections.ts';

export function bindWarehouseRoutes(app: FastifyInstance, connections: WarehouseConnections): void {
  bindApi(app, warehouseApi, {
    getWarehouse: async (_, { org }) => ({
      kind: (await connections.describe(org.id)) ? ('postgres' as const) : ('duckdb' as const),
    }),
    getConnection: async (_, { org }) => ({
      connection: await connections.describe(org.id),
      allowed_hosts: [...connections.allowedHosts],
    }),
    setConnection: async ({ body }, call) => await connections.set(call.org.id, body, actorOf(call)),
    removeConnection: async (_, call) => {
      await connections.remove(call.org.id, actorOf(call));
      return {};
    },
    testConnection: async ({ body }, { org }) => await connections.test(org.id, body),
  });
}

function actorOf({ user }: Call) {
  return { id: user.id, name: user.email };
}
