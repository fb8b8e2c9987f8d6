import type { WarehouseKind } from '@honeyframe/contract/api';
import { quoteName, toPostgresSchema } from '../../warehouse/index.ts';
import type { GraphRelation } from './workspace-graph.ts';

/** In PostgreSQL a catalogue is a schema, and a schema of its own comes behind its name. */
export function quoteRelation({ catalogue, schema, name }: GraphRelation, kind: WarehouseKind): string {
  const parts = kind === 'postgres' ? [toPostgresSchema(catalogue, schema), name] : [catalogue, schema, name];
  return parts.map(quoteName).join('.');
}
