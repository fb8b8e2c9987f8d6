import type { DbtNode } from '@honeyframe/contract/api';
import { EmptyState, formatDuration, Tooltip } from '@honeyframe/sdk/ui';
import { layOutLanes } from './lay-out-lanes.ts';
import { nodeWords } from './run-words.ts';

interface RunGanttProps {
  readonly nodes: readonly DbtNode[];
  readonly now: number;
  readonly onSelect: (node: DbtNode) => void;
}

/** When each step ran, one line for each that ran at the same time. */
export function RunGantt({ nodes, now, onSelect }: RunGanttProps) {
  const { lanes, begin, end } = layOutLanes(nodes, now);
  if (lanes.length === 0) return <EmptyState icon="clock" title="No step has begun" />;
  const length = Math.max(end - begin, 1);
  return (
    <section className="hf-card hf-gantt" aria-label="When each step ran">
      {lanes.map((bars, lane) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its number.
        <div className="hf-gantt-lane" key={lane}>
          {bars.map(({ node, from, to }) => (
            <Tooltip
              key={node.unique_id}
              label={`${node.name}: ${nodeWords[node.state].label}, ${formatDuration((to - from) / 1000)}`}
            >
              <button
                type="button"
                className="hf-gantt-bar"
                data-state={node.state}
                style={{
                  left: `${((from - begin) / length) * 100}%`,
                  width: `${Math.max(((to - from) / length) * 100, 0.4)}%`,
                }}
                onClick={() => onSelect(node)}
              >
                {node.name}
              </button>
            </Tooltip>
          ))}
        </div>
      ))}
      <div className="hf-gantt-scale">
        <span>0 s</span>
        <span>{formatDuration(length / 1000)}</span>
      </div>
    </section>
  );
}
