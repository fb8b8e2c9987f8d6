import { ActionIcon, Button, formatCount, Icon, Switch } from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import { Link } from 'react-router';
import { Word } from '../datasets/dataset-cells.tsx';
import { datasetHref, describeQuality, describeState } from '../datasets/dataset-words.ts';
import type { LineageGraph, Reach } from './lineage-graph.ts';
import { describeNodeKind } from './lineage-words.ts';
import type { LineageState } from './use-lineage-state.ts';

interface LineageInspectorProps {
  readonly graph: LineageGraph;
  readonly index: number;
  readonly reach: Reach | undefined;
  readonly owner: string;
  readonly colours: ReadonlyMap<string, string>;
  readonly state: LineageState;
  readonly onChange: (change: Partial<LineageState>) => void;
  readonly onClose: () => void;
}

const depths = [
  { value: '1', label: '1 step' },
  { value: '2', label: '2' },
  { value: '3', label: '3' },
  { value: 'all', label: 'All' },
];

/** What is in focus, and how much of its surroundings. */
export function LineageInspector(props: LineageInspectorProps) {
  const { graph, index, reach, owner, colours, state, onChange, onClose } = props;
  const node = graph.nodes[index];
  if (!node) return null;
  const isDataset = node.kind !== 'test' && node.kind !== 'block';
  return (
    <aside className="hf-lineage-inspector nopan nowheel" aria-label={node.name}>
      <header>
        <h2>{node.name}</h2>
        <ActionIcon variant="subtle" size="sm" aria-label="Let go" onClick={onClose}>
          <Icon name="x" size={15} />
        </ActionIcon>
      </header>
      <p className="hf-lineage-inspector-kind">
        <span className="hf-owner-dot" style={{ background: colours.get(node.owner) }} />
        {describeNodeKind(node)} of {owner || node.owner}
      </p>
      <div className="hf-lineage-inspector-states">
        <Word word={describeState(node)} />
        {node.tests.total > 0 ? <Word word={describeQuality(node.tests)} /> : null}
      </div>
      <p className="hf-lineage-inspector-reach">{describeReach(reach)}</p>
      <SegmentedControl
        aria-label="How far"
        size="xs"
        fullWidth
        data={depths}
        value={state.depth || 'all'}
        onChange={(depth) => onChange({ depth: depth === 'all' ? '' : depth })}
      />
      <Switch
        size="xs"
        label="Show only these"
        checked={state.only !== ''}
        onChange={(event) => onChange({ only: event.currentTarget.checked ? 'yes' : '' })}
      />
      {isDataset ? (
        <Button component={Link} to={datasetHref(node.id)} size="xs" fullWidth>
          Open
        </Button>
      ) : null}
    </aside>
  );
}

function describeReach(reach: Reach | undefined): string {
  const sides = [...(reach?.values() ?? [])];
  const count = (side: string) => sides.filter((each) => each === side).length;
  return `Made of ${formatCount(count('up'), 'other')}, used by ${formatCount(count('down'), 'other')}.`;
}
