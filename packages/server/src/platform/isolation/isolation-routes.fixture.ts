import { randomUUID } from 'node:crypto';
import type { Endpoint, RouteReport } from '@honeyframe/contract/api';
import type { TestUser } from '@honeyframe/testkit';
import { z } from 'zod';
import { apiTables } from '../bind-routes.ts';

type JsonSchema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
};

/** A route as it is declared, and what its input looks like. */
export interface DeclaredRoute {
  readonly owner: string;
  readonly method: string;
  readonly path: string;
  /** EndpointAccess of the platform's; of a plugin's a permission, `authenticated` or `public`. */
  readonly access: string;
  /** `params.id` */
  readonly target: string | null;
  /** Codes that its handler may answer by itself. */
  readonly errors: readonly string[];
  readonly raw: boolean;
  readonly parts: Readonly<Partial<Record<'params' | 'query' | 'body', JsonSchema>>>;
}

export function listPlatformRoutes(): DeclaredRoute[] {
  const endpoints: Endpoint[] = apiTables.flatMap((table) => Object.values<Endpoint>(table));
  return endpoints.map((endpoint) => {
    const { method, path, access, errors = [], input, params, query, body } = endpoint;
    const schemas = Object.entries({ params, query, body }).filter(([, schema]) => schema !== undefined);
    const parts = Object.fromEntries(
      schemas.map(([part, schema]) => [
        part,
        z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
      ]),
    ) as DeclaredRoute['parts'];
    return { owner: 'platform', method, path, access, target: null, errors, raw: input === 'raw', parts };
  });
}

/** From the register of what is mounted; inputs as the documents describe them. */
export async function listPluginRoutes(admin: TestUser, slugs: readonly string[]): Promise<DeclaredRoute[]> {
  const documents = (await (await admin.fetch('/openapi.json')).json()) as OpenApi;
  const reports = await Promise.all(
    slugs.map(
      async (slug) => (await (await admin.fetch(`/api/plugins/${slug}/route-report`)).json()) as RouteReport,
    ),
  );
  return reports.flatMap((report) =>
    report.routes.map(({ method, path, permission, target }): DeclaredRoute => {
      const operation = documents.paths[path.replace(/:([A-Za-z0-9_]+)/g, '{$1}')]?.[method.toLowerCase()];
      const parts = describeParts(operation);
      return {
        owner: report.plugin,
        method,
        path,
        access: permission,
        target,
        errors: [],
        raw: false,
        parts,
      };
    }),
  );
}

interface Operation {
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: JsonSchema }> };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

function describeParts(operation: Operation | undefined): DeclaredRoute['parts'] {
  if (!operation) return {};
  const collect = (place: string): JsonSchema => {
    const own = operation.parameters.filter((parameter) => parameter.in === place);
    return {
      type: 'object',
      required: own.filter(({ required }) => required).map(({ name }) => name),
      properties: Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
    };
  };
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  return { params: collect('path'), query: collect('query'), ...(body ? { body } : {}) };
}

/** Ids of the objects that a request names, by kind: `user`, `group`, … */
export type Ids = Readonly<Record<string, string>>;

/** Of a kind that a route asks for and that no organisation owns. */
const kindsOfSegment: Readonly<Record<string, string>> = {
  groups: 'group',
  users: 'user',
  invitations: 'invitation',
  auth: 'token',
  dashboards: 'dashboard',
  dbt: 'run',
  audit: 'event',
};
const kindsOfName: Readonly<Record<string, string>> = {
  user_id: 'user',
  org_id: 'org',
  group_ids: 'group',
  upload_id: 'upload',
};
/** A plugin's archive: the platform's, not an organisation's. */
const ownedByNobody = new Set(['upload']);

const texts: Readonly<Record<string, string>> = {
  slug: 'clinic',
  step: 'enable',
  permission: 'clinic.read',
  file: 'items.csv',
  schema: 'isodata',
};

export interface Request {
  readonly path: string;
  readonly init: RequestInit;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Kinds of the ids in it. */
  readonly kinds: ReadonlySet<string>;
}

/** The least that a route takes, with these ids and, where the id of a plugin's object is asked for, `object`. */
export function createRequest(route: DeclaredRoute, ids: Ids, object = 'object-2'): Request {
  const kinds = new Set<string>();
  const segment = route.path.split('/')[2] ?? '';
  const createId = (name: string): string => {
    if (route.owner !== 'platform') return object;
    if (ownedByNobody.has(name)) return randomUUID();
    const kind = kindsOfName[name] ?? (name === 'id' ? kindsOfSegment[segment] : undefined);
    const id = kind && ids[kind];
    if (!kind || !id)
      throw new Error(`Which object is '${name}' of ${route.method} ${route.path}? Say it in kindsOfName.`);
    kinds.add(kind);
    return id;
  };
  const build = (schema: JsonSchema, name: string): unknown => {
    const isId = schema.format === 'uuid' || (name === 'id' && route.owner === 'platform');
    if (isId) return createId(name);
    if (schema.const !== undefined) return schema.const;
    if (texts[name] !== undefined && schema.type !== 'object') return texts[name];
    if (schema.enum) return schema.enum[0];
    if (schema.anyOf?.[0]) return build(schema.anyOf[0], name);
    if (schema.type === 'object') return buildObject(schema);
    if (schema.type === 'array') return schema.items?.format === 'uuid' ? [createId(name)] : [];
    if (schema.type === 'boolean') return false;
    if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
    if (schema.format === 'email') return 'somebody@example.org';
    return name === 'id' ? object : 'x'.padEnd(schema.minLength ?? 1, 'x');
  };
  const buildObject = ({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name) || name === 'group_ids')
        .map(([name, schema]) => [name, build(schema, name)]),
    );
  const { params: paramsSchema, query: querySchema, body: bodySchema } = route.parts;
  const params = paramsSchema ? buildObject(paramsSchema) : {};
  const query = querySchema ? buildObject(querySchema) : {};
  const body = bodySchema ? JSON.stringify(build(bodySchema, 'body')) : undefined;
  const path = route.path.replace(/:([A-Za-z0-9_]+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? object)),
  );
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    path: search.size > 0 ? `${path}?${search}` : path,
    params,
    query,
    kinds,
    init: { method: route.method, ...describeBody(route, body) },
  };
}

function describeBody({ raw, method }: DeclaredRoute, body: string | undefined): RequestInit {
  if (raw) {
    const type = method === 'PUT' ? 'text/csv' : 'application/gzip';
    return { headers: { 'content-type': type }, body: 'name\nnot much\n' };
  }
  return body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body };
}
