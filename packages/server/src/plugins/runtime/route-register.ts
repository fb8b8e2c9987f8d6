import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { MountedRoute } from '@honeyframe/host';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { type Requirement, readTarget } from '../../http/index.ts';

/** A route with what the documents need of it. */
export interface RegisteredRoute extends MountedRoute {
  readonly schema: FastifySchema | undefined;
  readonly summary: string | undefined;
  /** Where the object's id comes from: `params.id`. */
  readonly target: string | undefined;
}

/** Watches the routes that a plugin registers: each must name a permission that the manifest declares. */
export interface RouteRegister {
  readonly routes: RegisteredRoute[];
  readonly diagnostics: Diagnostic[];
}

export function watchRoutes(app: FastifyInstance, manifest: PluginManifest): RouteRegister {
  const register: RouteRegister = { routes: [], diagnostics: [] };
  app.addHook('onRoute', (route) => {
    const judged = judge(route, manifest);
    route.config = { ...route.config, requirement: judged.requirement };
    if (judged.diagnostic) register.diagnostics.push(judged.diagnostic);
    for (const method of [route.method].flat()) {
      register.routes.push({
        method,
        path: route.url,
        permission: route.config.permission ?? '',
        schema: route.schema,
        summary: readSummary(route.schema),
        target: route.config.target,
      });
    }
  });
  return register;
}

function readSummary(schema: FastifySchema | undefined): string | undefined {
  const summary = schema && 'summary' in schema ? schema.summary : undefined;
  return typeof summary === 'string' ? summary : undefined;
}

interface Judgement {
  readonly requirement: Requirement;
  readonly diagnostic?: Diagnostic;
}

const refused: Requirement = { access: 'nobody' };

function judge(route: RouteOptions, manifest: PluginManifest): Judgement {
  const permission = route.config?.permission;
  const method = [route.method].flat().join(',');
  const path = route.url.slice(`/api/${manifest.name}`.length) || '/';
  const complain = (
    code: 'HF_ROUTE_PERMISSION_MISSING' | 'HF_ROUTE_PERMISSION_UNDECLARED' | 'HF_ROUTE_PUBLIC_UNDECLARED',
  ) => ({
    requirement: refused,
    diagnostic: createDiagnostic(
      code,
      { plugin: manifest.name, file: 'plugin.yaml' },
      { method, path, permission },
    ),
  });
  if (permission === undefined) return complain('HF_ROUTE_PERMISSION_MISSING');
  if (permission === 'authenticated') return { requirement: { access: 'member' } };
  if (permission === 'public') {
    const listed = [route.method]
      .flat()
      .every((each) => manifest.public_routes.includes(`${each === 'HEAD' ? 'GET' : each} ${path}`));
    return listed ? { requirement: { access: 'public' } } : complain('HF_ROUTE_PUBLIC_UNDECLARED');
  }
  if (!manifest.permissions.includes(permission)) return complain('HF_ROUTE_PERMISSION_UNDECLARED');
  const target = route.config?.target;
  const access = permission as Requirement['access'];
  return { requirement: target ? { access, target: readTarget(target) } : { access } };
}
