import { textsOf } from './manifest-finding.ts';
import { parseRouterSpec, type RouterSpecResult } from './router-spec.ts';

/** A manifest as YAML gave it, nothing about its fields being known yet, with its router specs taken apart once. */
export interface RawManifest {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly routers: readonly RawRouter[];
}

/** One text of the list `routers`. */
export interface RawRouter {
  readonly index: number;
  readonly value: string;
  readonly parsed: RouterSpecResult;
}

/** Prepares a mapping for the checks. */
export function readRawManifest(fields: Readonly<Record<string, unknown>>): RawManifest {
  const routers = textsOf(fields.routers).map(([index, value]) => ({
    index,
    value,
    parsed: parseRouterSpec(value),
  }));
  return { fields, routers };
}
