import type { PlanChange } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { Fold } from './fold.tsx';
import { groupChanges } from './plan-words.ts';

/** More than that is folded; nobody reads files. */
const OPEN_UP_TO = 12;

/** What changes on each surface. */
export function PlanSurfaces({ changes }: { readonly changes: readonly PlanChange[] }) {
  const surfaces = groupChanges(changes);
  if (surfaces.length === 0) return null;
  return (
    <Card title="What changes" padding="none">
      {surfaces.map(({ surface, title, count, changes: own }) => (
        <Fold key={surface} title={title} note={count} open={surface !== 'files' && own.length <= OPEN_UP_TO}>
          <ul className="hf-changes">
            {own.map((change) => (
              <ChangeLine key={`${change.change} ${change.name}`} change={change} />
            ))}
          </ul>
        </Fold>
      ))}
    </Card>
  );
}

const signs: Readonly<Record<PlanChange['change'], string>> = {
  added: '+',
  changed: '~',
  removed: '−',
  kept: '=',
};

function ChangeLine({ change: { change, name, detail } }: { readonly change: PlanChange }) {
  return (
    <li data-change={change}>
      <span className="hf-change-sign" role="img" aria-label={change}>
        {signs[change]}
      </span>
      <span className="hf-change-name">{name}</span>
      {detail ? <span className="hf-change-detail">{detail}</span> : null}
    </li>
  );
}
