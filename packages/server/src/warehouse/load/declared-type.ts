import { PlatformError } from '@honeyframe/contract/errors';

/** Names with spaces, sizes and brackets for lists: enough for scalar types, and no way to write anything else into SQL. */
const pattern = /^[a-z][a-z0-9_]*( [a-z][a-z0-9_]*)*(\(\d{1,3}(, ?\d{1,3})?\))?( with time zone)?(\[\])*$/i;

export interface DeclaredType {
  readonly table: string;
  readonly column: string;
  readonly data_type: string;
  readonly declared_by: string | null;
}

/** The type as SQL. Throws HF_CONNECTOR_DECLARED_TYPE for what could be more than a type. */
export function requireTypeName(declared: DeclaredType): string {
  if (pattern.test(declared.data_type)) return declared.data_type;
  throw new PlatformError('HF_CONNECTOR_DECLARED_TYPE', { ...declared });
}
