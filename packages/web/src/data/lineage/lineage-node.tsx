import type { LineageNode as Fact } from '@honeyframe/contract/api';
import { Icon } from '@honeyframe/sdk/ui';
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { describeQuality } from '../datasets/dataset-words.ts';
import { useLineageLook } from './lineage-context.ts';
import { describeNodeKind, lookOf, lookWords, nodeIcons } from './lineage-words.ts';

export type PictureNode = Node<{ readonly fact: Fact; readonly index: number }, 'dataset'>;

/** One table in the picture. There may be hundreds at a time: no measuring, no effects, no subscriptions but one. */
export const LineageNode = memo(function LineageNode({ data: { fact, index } }: NodeProps<PictureNode>) {
  const { reach, colours } = useLineageLook();
  const look = lookOf(fact);
  const side = reach ? (reach.get(index) ?? 'beside') : undefined;
  return (
    <div
      className="hf-lineage-node"
      data-look={look}
      data-side={side}
      data-kind={fact.kind}
      style={{ borderLeftColor: colours.get(fact.owner) }}
    >
      <Icon name={nodeIcons[fact.kind]} size={15} />
      <span className="hf-lineage-text">
        <span className="hf-lineage-name" title={fact.name}>
          {fact.name}
        </span>
        <span className="hf-lineage-kind">{describeNodeKind(fact)}</span>
      </span>
      <TestBadge tests={fact.tests} />
      <Icon
        name={lookWords[look].icon}
        size={14}
        className={look === 'busy' ? 'hf-spin' : 'hf-lineage-mark'}
      />
    </div>
  );
});

function TestBadge({ tests }: Pick<Fact, 'tests'>) {
  if (tests.total === 0) return null;
  const { label, tone } = describeQuality(tests);
  return (
    <span className="hf-lineage-tests" data-tone={tone} title={`Checks: ${label}`}>
      {tests.failed > 0 ? tests.failed : tests.total}
    </span>
  );
}
