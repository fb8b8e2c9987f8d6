import { type DbtNode, type DbtRun, type RunEvent, runEventSchema } from '@honeyframe/contract/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { dbtClient } from '../../api/clients.ts';
import { isLive } from './run-words.ts';

export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly level: string;
  readonly line: string;
}

interface Live {
  readonly run: DbtRun | undefined;
  readonly nodes: ReadonlyMap<string, DbtNode>;
  readonly log: readonly LogLine[];
  readonly seq: number;
}

const CATCH_UP_MS = 10_000;
const REOPEN_MS = 3_000;
const nothing: Live = { run: undefined, nodes: new Map(), log: [], seq: 0 };

/** A build as it is now: what was stored when the page opened, and each event since. */
export function useRunStream(id: string) {
  const client = useQueryClient();
  const stored = useQuery({
    queryKey: ['dbt', 'run', id],
    queryFn: ({ signal }) => dbtClient.getRun({ params: { id }, signal }),
    // The stream is faster; this is for the case that something in between swallows it.
    refetchInterval: ({ state: { data } }) => (data && isLive(data.run.state) ? CATCH_UP_MS : false),
  });
  const [live, receive] = useReducer(applyEvent, nothing);
  const follows = stored.data !== undefined && isLive(stored.data.run.state);
  useEffect(() => {
    if (!follows) return;
    return followRun(id, receive, () => void client.invalidateQueries({ queryKey: ['dbt'] }));
  }, [id, follows, client]);
  const nodes = new Map(stored.data?.nodes.map((node) => [node.unique_id, node]));
  const isNewer = follows && live.seq > (stored.data?.last_seq ?? 0);
  if (isNewer) for (const [key, node] of live.nodes) nodes.set(key, node);
  const run = isNewer ? (live.run ?? stored.data?.run) : stored.data?.run;
  return { stored, run, nodes: [...nodes.values()], log: live.log };
}

function applyEvent(before: Live, event: RunEvent): Live {
  if (event.seq <= before.seq) return before;
  const after = { ...before, seq: event.seq };
  if (event.kind === 'node')
    return { ...after, nodes: new Map(before.nodes).set(event.node.unique_id, event.node) };
  if (event.kind === 'log') return { ...after, log: [...before.log, event] };
  return { ...after, run: event.run };
}

/**
 * The browser resumes a broken stream by itself, from the last event that it received. One that is refused, while the
 * database is away say, it gives up; then another begins.
 */
function followRun(id: string, receive: (event: RunEvent) => void, onEnd: () => void): () => void {
  let source: EventSource;
  let reopening: number | undefined;
  const open = () => {
    source = new EventSource(`/api/dbt/runs/${id}/events`);
    for (const kind of ['run', 'node', 'log', 'end']) source.addEventListener(kind, take);
    source.addEventListener('error', ({ target }) => {
      if ((target as EventSource).readyState !== EventSource.CLOSED) return;
      reopening = window.setTimeout(open, REOPEN_MS);
    });
  };
  const close = () => {
    window.clearTimeout(reopening);
    source.close();
  };
  const take = (message: MessageEvent<string>) => {
    const event = runEventSchema.safeParse(JSON.parse(message.data));
    if (!event.success) return;
    receive(event.data);
    if (event.data.kind !== 'end') return;
    close();
    onEnd();
  };
  open();
  return close;
}
