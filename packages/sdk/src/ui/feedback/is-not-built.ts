import { ApiError } from '@honeyframe/contract/api';

/** A route asked dbt tables that no build has made so far. */
export function isNotBuilt(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'HF_WAREHOUSE_NOT_BUILT';
}
