import { quoteName } from '../../../warehouse/index.ts';
import type { GraphRelation } from '../../graphs/index.ts';

export function quoteRelation({ catalogue, schema, name }: GraphRelation): string {
  return [catalogue, schema, name].map(quoteName).join('.');
}
