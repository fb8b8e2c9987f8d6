import type { PluginGeneration, StepRecord } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, ErrorState, formatDateTime, Skeleton, Status } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { lifeCycleClient } from '../api/clients.ts';
import { toPlanHref } from './plan/plan-address.ts';
import { describeStepRecord, outcomeWords } from './plugin-words.ts';
import { Section } from './section.tsx';

/** Versions that can run again, and what was done to a plugin. */
export function PluginHistory({ slug }: { readonly slug: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['plugins', slug, 'history'],
    queryFn: ({ signal }) => lifeCycleClient.history({ params: { slug }, signal }),
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={220} radius="md" />;
  if (data.generations.length + data.steps.length === 0)
    return <EmptyState icon="history" title="Nothing was done to it yet" />;
  return (
    <>
      {data.generations.length > 0 ? (
        <Section title="Versions">
          <Versions slug={slug} generations={data.generations} />
        </Section>
      ) : null}
      {data.steps.length > 0 ? (
        <Section title="What was done">
          <Steps steps={data.steps} />
        </Section>
      ) : null}
    </>
  );
}

interface VersionsProps {
  readonly slug: string;
  readonly generations: readonly PluginGeneration[];
}

function Versions({ slug, generations }: VersionsProps) {
  const { user } = useSession();
  return (
    <div className="hf-report">
      <table className="hf-plain-table hf-history-versions">
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Last put to work</th>
            <th scope="col" aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {generations.map(({ version, generation, at, active }) => (
            <tr key={generation}>
              <td>
                {version} <span className="hf-sub">{generation.slice(0, 8)}</span>
              </td>
              <td>{formatDateTime(at)}</td>
              <td>
                {active ? (
                  <Status tone="good" icon="circle-check">
                    Runs now
                  </Status>
                ) : user.is_superadmin ? (
                  <Button
                    component={Link}
                    to={toPlanHref({ step: 'roll_back', plugin: slug, generation })}
                    variant="default"
                    size="xs"
                    aria-label={`Roll back to ${version} (${generation.slice(0, 8)})`}
                  >
                    Roll back to this
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Steps({ steps }: { readonly steps: readonly StepRecord[] }) {
  return (
    <ul className="hf-plain-list">
      {steps.map((record) => {
        const { label, tone, icon } = outcomeWords[record.outcome];
        return (
          <li key={record.id} className="hf-history-step">
            <div>
              {describeStepRecord(record)}
              <span className="hf-sub">
                {formatDateTime(record.at)} · {record.actor}
              </span>
              {record.reason ? <span className="hf-history-reason">{record.reason}</span> : null}
            </div>
            <Status tone={tone} icon={icon}>
              {label}
            </Status>
          </li>
        );
      })}
    </ul>
  );
}
