import type { Incident } from '@honeyframe/contract/api';
import { Card, formatDateTime, formatRelative, Icon, Status, Tooltip } from '@honeyframe/sdk/ui';
import { BuildLink } from './build-link.tsx';
import { incidentWords } from './quality-words.ts';

interface IncidentListProps {
  readonly incidents: readonly Incident[];
  readonly nameOf: (workspace: string) => string;
}

/** What is wrong now, and below it what was wrong of late. */
export function IncidentList({ incidents, nameOf }: IncidentListProps) {
  const open = incidents.filter(({ closed_at }) => closed_at === null);
  const over = incidents.filter(({ closed_at }) => closed_at !== null);
  return (
    <Card title="What is wrong" padding="none">
      {open.length === 0 ? (
        <p className="hf-quality-calm">
          <Icon name="circle-check" size={15} />
          Nothing is wrong right now.
        </p>
      ) : (
        <Rows incidents={open} nameOf={nameOf} />
      )}
      {over.length > 0 ? (
        <details className="hf-quality-over">
          <summary>Over within the last seven days ({over.length})</summary>
          <Rows incidents={over} nameOf={nameOf} />
        </details>
      ) : null}
    </Card>
  );
}

function Rows({ incidents, nameOf }: IncidentListProps) {
  return (
    <ul className="hf-incidents">
      {incidents.map((incident) => (
        <IncidentRow key={incident.id} incident={incident} nameOf={nameOf} />
      ))}
    </ul>
  );
}

function IncidentRow({
  incident,
  nameOf,
}: { readonly incident: Incident } & Pick<IncidentListProps, 'nameOf'>) {
  const { kind, workspace, message, run_id, opened_at, closed_at } = incident;
  const { label, tone, icon } = incidentWords[kind];
  return (
    <li>
      <Status tone={closed_at ? 'neutral' : tone} icon={closed_at ? 'circle-check' : icon}>
        {label}
      </Status>
      <div className="hf-incident-text">
        <span className="hf-strong">{nameOf(workspace)}</span>
        <span className="hf-incident-message">{message}</span>
      </div>
      <div className="hf-incident-side">
        <Tooltip label={formatDateTime(opened_at)}>
          <span>Began {formatRelative(opened_at)}</span>
        </Tooltip>
        {closed_at ? <span>over {formatRelative(closed_at)}</span> : null}
        {run_id ? <BuildLink id={run_id}>The build</BuildLink> : null}
      </div>
    </li>
  );
}
