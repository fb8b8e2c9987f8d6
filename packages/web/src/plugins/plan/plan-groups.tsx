import { type SeedChange, seedChangeKinds } from '@honeyframe/contract/api';
import { Card } from '@honeyframe/sdk/ui';
import { Fold } from './fold.tsx';

/** What happens to groups and grants, and what stays as administrators made it. */
export function PlanGroups({ seeds }: { readonly seeds: readonly SeedChange[] }) {
  if (seeds.length === 0) return null;
  const several = new Set(seeds.map(({ org_id }) => org_id)).size > 1;
  const changes = seeds.filter(({ kind }) => seedChangeKinds[kind] === 'change');
  const notes = seeds.filter(({ kind }) => seedChangeKinds[kind] === 'note');
  return (
    <Card title="Groups and what they allow" padding="none">
      {changes.length > 0 ? (
        <Fold title="Changes" note={String(changes.length)} open={changes.length <= 20}>
          <Sentences seeds={changes} several={several} />
        </Fold>
      ) : null}
      {notes.length > 0 ? (
        <Fold title="What stays, and what waits" note={String(notes.length)} open={notes.length <= 6}>
          <Sentences seeds={notes} several={several} />
        </Fold>
      ) : null}
    </Card>
  );
}

interface SentencesProps {
  readonly seeds: readonly SeedChange[];
  readonly several: boolean;
}

const removing = /removed|lost|released/;

function Sentences({ seeds, several }: SentencesProps) {
  return (
    <ul className="hf-changes">
      {seeds.map((seed) => {
        const { org_id, org, kind, group, permission, target_id, detail } = seed;
        const change = seedChangeKinds[kind] === 'note' ? 'kept' : removing.test(kind) ? 'removed' : 'added';
        return (
          <li key={[org_id, kind, group, permission, target_id].join(' ')} data-change={change}>
            <span className="hf-change-sign" aria-hidden="true">
              {{ kept: '=', removed: '−', added: '+' }[change]}
            </span>
            <span className="hf-change-sentence">
              {detail}
              {several ? <span className="hf-sub">{org}</span> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
