import { errorBodySchema } from '@honeyframe/contract';
import { z } from 'zod';
import type { DocumentedRoute } from './documented-route.ts';

type JsonSchema = Record<string, unknown>;

/** An OpenAPI 3.1 document of the given routes; schemas are the very ones that validate. */
export function createOpenApi(routes: readonly DocumentedRoute[], version: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z0-9_]+)/g, '{$1}');
    const operations = paths[path] ?? {};
    operations[route.method.toLowerCase()] = describeOperation(route);
    paths[path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Honeyframe',
      version,
      description: 'The routes that you may use, of the platform and of its plugins.',
    },
    tags: [...new Set(routes.map((route) => route.owner))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Error: toJsonSchema(errorBodySchema, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal access token, hf_…' },
      },
    },
    security: [{ token: [] }],
  };
}

function describeOperation(route: DocumentedRoute): JsonSchema {
  return {
    tags: [route.owner],
    summary: route.summary,
    description: `Asks for: ${route.permission}.`,
    parameters: [...describeParameters(route.params, 'path'), ...describeParameters(route.query, 'query')],
    ...(route.body
      ? { requestBody: { required: true, content: asJson(toJsonSchema(route.body, 'input')) } }
      : {}),
    responses: {
      200: {
        description: 'Done.',
        ...(route.output ? { content: asJson(toJsonSchema(route.output, 'output')) } : {}),
      },
      default: { description: 'What went wrong.', content: asJson({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

function describeParameters(schema: z.ZodType | undefined, place: 'path' | 'query'): JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: value,
  }));
}

function asJson(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}

/** What zod cannot express in JSON Schema (a transformation, say) is shown as "anything". */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
