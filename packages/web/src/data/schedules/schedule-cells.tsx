import type { DbtSchedule } from '@honeyframe/contract/api';
import { formatRelative, Status, Switch, Tooltip } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { RunState } from '../runs/run-state.tsx';
import './schedule-cells.css';
import { useSwitchSchedule } from './schedule-queries.ts';
import { describeTiming, formatInZone, nameOtherZone } from './schedule-words.ts';

interface CellProps {
  readonly schedule: DbtSchedule;
}

/** Its name, what it builds, and whose it is. */
export function ScheduleName({
  schedule,
  nameOf,
}: CellProps & { readonly nameOf: (workspace: string) => string }) {
  const { name, workspace, select, origin, is_changed, created_by } = schedule;
  const whose =
    origin === 'plugin' ? (is_changed ? 'from the plugin, changed' : 'from the plugin') : created_by;
  return (
    <>
      {name}
      <span className="hf-sub">{[nameOf(workspace), select, whose].filter(Boolean).join(' · ')}</span>
    </>
  );
}

/** When it is built, and by which clock where that is not the reader's. */
export function ScheduleTiming({
  schedule,
  nameOf,
}: CellProps & { readonly nameOf: (workspace: string) => string }) {
  const zone = nameOtherZone(schedule, new Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <>
      {describeTiming(schedule, nameOf)}
      {zone ? <span className="hf-sub">{zone}</span> : null}
    </>
  );
}

/** `in 3 hours`; the time itself on both clocks when they differ. */
export function NextTime({ schedule: { next, timezone, enabled } }: CellProps) {
  const [first] = next;
  if (!enabled) return <span className="hf-dim">Switched off</span>;
  if (!first) return <span className="hf-dim">When it happens</span>;
  const here = formatInZone(first.at, undefined);
  const there = timezone ? formatInZone(first.at, timezone) : here;
  return (
    <Tooltip
      multiline
      label={
        <>
          {here}
          {there === here ? null : (
            <>
              <br />
              {there} ({timezone})
            </>
          )}
        </>
      }
    >
      <span>{formatRelative(first.at)}</span>
    </Tooltip>
  );
}

/** How its last build ended, or why there was none. */
export function LastFiring({ schedule: { last_firing: last } }: CellProps) {
  if (!last) return <span className="hf-dim">None yet</span>;
  if (last.run) {
    return (
      <Link to={`/data/runs/${last.run.id}`} className="hf-firing">
        <RunState run={last.run} />
      </Link>
    );
  }
  return (
    <Tooltip label={last.reason ?? 'The build is not kept any more'} multiline maw={320}>
      <span>
        <Status tone="neutral" icon="skip-forward">
          {last.outcome === 'skipped' ? 'Left out' : 'Built'}
        </Status>
      </span>
    </Tooltip>
  );
}

export function ScheduleSwitch({ schedule, disabled }: CellProps & { readonly disabled: boolean }) {
  const { mutate, isPending } = useSwitchSchedule();
  return (
    <Switch
      aria-label={`${schedule.name} is on`}
      checked={schedule.enabled}
      disabled={disabled || isPending}
      onChange={() => mutate(schedule)}
    />
  );
}
