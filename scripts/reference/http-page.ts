import type { ApiTable, Endpoint } from '@honeyframe/contract/api';
import * as api from '@honeyframe/contract/api';
import { z } from 'zod';
import { code, type ReferencePage, renderPage, renderTable } from './page.ts';

const introduction = `The platform's own routes. A plugin's are at \`/api/<slug>/…\`; a running platform shows both, with every
schema, at \`/docs\`, as far as the caller may use them.

Sign in with \`POST /api/auth/sign-in\`, which sets a cookie, or send a personal access token as
\`Authorization: Bearer hf_…\`. \`X-Org-Id\` chooses another organisation than the session's. Access is \`public\`,
\`signed_in\`, \`member\` (of the organisation), \`superadmin\` or a permission in the organisation. Fields marked ? may
be left out. \`/healthz\` and \`/readyz\` are in [the operators' guide](../operators.md).`;

/** Generated from the API tables of `contract`, which the server, the browser and the command line use as well. */
export const httpPage: ReferencePage = {
  file: 'http.md',
  render: () =>
    renderPage('HTTP', introduction, ...findTables().map(([area, table]) => renderTableOf(area, table))),
};

/** Tables are the exports that end in `Api`. */
function findTables(): [string, ApiTable][] {
  const tables = Object.entries(api).filter(([name]) => name.endsWith('Api'));
  return tables.map(([name, table]) => [name.slice(0, -'Api'.length), table as ApiTable]);
}

function renderTableOf(area: string, table: ApiTable): string {
  const rows = Object.values(table).map((endpoint) => [
    code(`${endpoint.method} ${endpoint.path}`),
    code(endpoint.access),
    endpoint.summary,
    describeInput(endpoint),
  ]);
  return `## ${area}\n\n${renderTable(['route', 'access', 'what it does', 'takes'], rows)}`;
}

function describeInput({ query, body, input }: Endpoint): string {
  const parts = [
    query ? `query: ${describeFields(query)}` : '',
    body ? `body: ${describeFields(body)}` : '',
    input === 'raw' ? 'body: bytes' : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

interface ObjectSchema {
  readonly properties?: Record<string, unknown>;
  readonly required?: readonly string[];
}

function describeFields(schema: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as ObjectSchema;
  return Object.keys(properties)
    .map((name) => code(required.includes(name) ? name : `${name}?`))
    .join(' ');
}
