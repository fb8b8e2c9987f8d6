import { z } from 'zod';

/** A node as dbt names it in its events. */
export interface DbtEventNode {
  readonly unique_id: string;
  readonly name: string;
  readonly resource_type: string;
  readonly materialisation: string | null;
}

/** What the platform reads from dbt's own events. */
export type DbtEvent =
  | { readonly kind: 'manifest_written' }
  | { readonly kind: 'nodes_counted'; readonly total: number }
  | { readonly kind: 'node_started'; readonly node: DbtEventNode; readonly at: string }
  | {
      readonly kind: 'node_finished';
      readonly node: DbtEventNode;
      readonly at: string;
      readonly status: string;
      readonly seconds: number | null;
      readonly rows: number | null;
      readonly message: string | null;
    }
  | { readonly kind: 'log'; readonly at: string; readonly level: string; readonly line: string }
  | { readonly kind: 'nothing_selected' }
  /** Selected, and left out as the platform asked. */
  | { readonly kind: 'left_out'; readonly unique_ids: readonly string[]; readonly at: string }
  | { readonly kind: 'failure'; readonly message: string };

const nodeInfo = z.object({
  unique_id: z.string(),
  node_name: z.string(),
  resource_type: z.string(),
  materialized: z.string().optional(),
  node_status: z.string().optional(),
});

const runResult = z.object({
  status: z.string().optional(),
  message: z.string().nullish(),
  execution_time: z.number().nullish(),
  num_failures: z.number().nullish(),
  adapter_response: z.record(z.string(), z.unknown()).nullish(),
});

const eventLine = z.object({
  info: z.object({ name: z.string(), level: z.string(), msg: z.string(), ts: z.string() }),
  data: z.record(z.string(), z.unknown()).optional(),
});
type EventLine = z.infer<typeof eventLine>;

/** Parses one line of dbt's standard output; one that is no event (a Python warning, a usage error) is a log line. */
export function parseDbtLine(line: string, now: () => string): DbtEvent[] {
  const text = line.trim();
  if (text === '') return [];
  const parsed = eventLine.safeParse(parseJson(text));
  if (!parsed.success) return [{ kind: 'log', at: now(), level: 'warn', line: cut(text) }];
  return [...describe(parsed.data), ...toLog(parsed.data)];
}

/** A model's error may quote its whole SQL. */
const MAX_LINE = 8000;

const byName: Readonly<Record<string, (event: EventLine) => DbtEvent[]>> = {
  NodeStart: startNode,
  NodeFinished: finishNode,
  LogStartLine: ({ data }) =>
    typeof data?.total === 'number' ? [{ kind: 'nodes_counted', total: data.total }] : [],
  ArtifactWritten: ({ data }) =>
    data?.artifact_type === 'WritableManifest' ? [{ kind: 'manifest_written' }] : [],
  HoneyframeLeftOut: readLeftOut,
  NothingToDo: () => [{ kind: 'nothing_selected' }],
  MainEncounteredError: ({ info }) => [{ kind: 'failure', message: cleanMessage(info.msg) }],
};

function readLeftOut({ data, info }: EventLine): DbtEvent[] {
  const found = z.array(z.string()).safeParse(data?.nodes);
  return found.success ? [{ kind: 'left_out', unique_ids: found.data, at: toTime(info.ts) }] : [];
}

function describe(event: EventLine): DbtEvent[] {
  return byName[event.info.name]?.(event) ?? [];
}

function startNode({ data, info }: EventLine): DbtEvent[] {
  const found = nodeInfo.safeParse(data?.node_info);
  return found.success ? [{ kind: 'node_started', node: toNode(found.data), at: toTime(info.ts) }] : [];
}

function finishNode({ data, info }: EventLine): DbtEvent[] {
  const found = nodeInfo.safeParse(data?.node_info);
  if (!found.success) return [];
  const result = runResult.safeParse(data?.run_result).data ?? {};
  return [
    {
      kind: 'node_finished',
      node: toNode(found.data),
      at: toTime(info.ts),
      // A skipped node's own status stays empty; the result knows.
      status: result.status ?? found.data.node_status ?? 'error',
      seconds: result.execution_time ?? null,
      rows: countRows(found.data.resource_type, result),
      message: result.message ? cleanMessage(result.message) : null,
    },
  ];
}

/** Rows that a model wrote, or failing rows of a test. DuckDB says -1 or nothing for a view. */
function countRows(type: string, result: z.infer<typeof runResult>): number | null {
  const affected = result.adapter_response?.rows_affected;
  const rows = type === 'test' ? result.num_failures : affected;
  return typeof rows === 'number' && rows >= 0 ? Math.round(rows) : null;
}

function toLog({ info }: EventLine): DbtEvent[] {
  const isWanted = info.level !== 'debug' && info.level !== 'test' && info.name !== 'MainStackTrace';
  const line = info.msg.trimEnd();
  if (!isWanted || line === '') return [];
  return [{ kind: 'log', at: toTime(info.ts), level: info.level, line: cut(line) }];
}

function toNode(info: z.infer<typeof nodeInfo>): DbtEventNode {
  return {
    unique_id: info.unique_id,
    name: info.node_name,
    resource_type: info.resource_type,
    materialisation: info.materialized || null,
  };
}

/** dbt writes microseconds; the API has ISO times as JavaScript writes them. */
function toTime(timestamp: string): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? timestamp : date.toISOString();
}

/** Without colours, and without dbt's own heading of an error. */
function cleanMessage(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' escape codes begin with one
  const plain = message.replace(/\u001b\[[0-9;]*m/g, '');
  return cut(plain.replace(/^(\[ERROR\]: )?(Encountered an error:\s*)?/, '').trim());
}

/** A copy: a slice would keep the whole of it in memory. */
function cut(text: string): string {
  return text.length <= MAX_LINE ? text : Buffer.from(text.slice(0, MAX_LINE)).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
