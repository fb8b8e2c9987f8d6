import { PlatformError } from '@honeyframe/contract';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import { z } from 'zod';

/** Input through zod; what it returns replaces the raw value, so that defaults and coercions count. */
export const zodValidatorCompiler: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  const parser = requireZod(schema, httpPart ?? 'schema');
  return (value: unknown) => {
    const result = parser.safeParse(value);
    if (result.success) return { value: result.data };
    return {
      error: new PlatformError('HF_CORE_INPUT_INVALID', { details: describeIssues(result.error, httpPart) }),
    };
  };
};

/** Output through zod: only declared fields leave the server, and a wrong shape is a server error, not a surprise. */
export const zodSerializerCompiler: FastifySerializerCompiler<unknown> = ({ schema, method, url }) => {
  const parser = requireZod(schema, `response of ${method} ${url}`);
  return (value: unknown) => JSON.stringify(parser.parse(value));
};

function requireZod(schema: unknown, place: string): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new TypeError(`The ${place} is not a zod schema. Import { z } from '@honeyframe/sdk/backend'.`);
}

const MAX_ISSUES = 5;

function describeIssues(error: z.ZodError, part: string | undefined): string {
  return error.issues
    .slice(0, MAX_ISSUES)
    .map(
      (issue) => `${[part, ...issue.path].filter((step) => step !== undefined).join('.')}: ${issue.message}`,
    )
    .join('; ');
}
