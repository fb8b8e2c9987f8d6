import type { DatasetDetails } from '@honeyframe/contract/api';
import { Card, Icon } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { Word } from './dataset-cells.tsx';
import { datasetHref, describeState, kindIcons } from './dataset-words.ts';

type Neighbour = DatasetDetails['upstream'][number];

/** What it is made of, and what is made of it, one step each way. */
export function DatasetNeighbours({ dataset }: { readonly dataset: DatasetDetails }) {
  return (
    <div className="hf-neighbours">
      <Card title="Made of" padding="none">
        <Neighbours of={dataset} links={dataset.upstream} nothing="It is where the data comes in." />
      </Card>
      <Card title="Used by" padding="none">
        <Neighbours of={dataset} links={dataset.downstream} nothing="No other table is made of it." />
      </Card>
    </div>
  );
}

interface NeighboursProps {
  readonly of: DatasetDetails;
  readonly links: readonly Neighbour[];
  readonly nothing: string;
}

function Neighbours({ of, links, nothing }: NeighboursProps) {
  if (links.length === 0) return <p className="hf-neighbours-none">{nothing}</p>;
  return (
    <ul className="hf-neighbour-list">
      {links.map((link) => (
        <li key={link.id}>
          <Link to={`${datasetHref(link.id)}?tab=lineage`}>
            <Icon name={kindIcons[link.kind]} size={15} />
            <span className="hf-neighbour-name">
              {link.name}
              {link.workspace === of.workspace ? null : (
                <span className="hf-sub">in the workspace {link.workspace}</span>
              )}
            </span>
            <Word word={describeState(link)} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
