import type { DbtNode } from '@honeyframe/contract/api';

export interface Bar {
  readonly node: DbtNode;
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export interface Lanes {
  readonly lanes: readonly (readonly Bar[])[];
  readonly begin: number;
  readonly end: number;
}

/** As many lanes as steps ran at a time: each takes the first that is free, as dbt's threads do. */
export function layOutLanes(nodes: readonly DbtNode[], now: number): Lanes {
  const bars = nodes
    .flatMap((node) => toBar(node, now))
    .toSorted((a, b) => a.from - b.from || a.node.unique_id.localeCompare(b.node.unique_id));
  const lanes: Bar[][] = [];
  for (const bar of bars) {
    const free = lanes.find((lane) => (lane.at(-1)?.to ?? 0) <= bar.from);
    if (free) free.push(bar);
    else lanes.push([bar]);
  }
  return {
    lanes,
    begin: Math.min(...bars.map(({ from }) => from)),
    end: Math.max(...bars.map(({ to }) => to)),
  };
}

function toBar(node: DbtNode, now: number): Bar[] {
  if (!node.started_at) return [];
  const from = Date.parse(node.started_at);
  const to = node.finished_at ? Date.parse(node.finished_at) : now;
  return [{ node, from, to: Math.max(to, from) }];
}
