import { Group } from '@honeyframe/sdk/ui';
import { NumberInput, Select, TextInput } from '@honeyframe/sdk/ui/form';
import { type Frequency, frequencies, type ScheduleForm } from './schedule-form.ts';
import { weekdays } from './schedule-words.ts';

interface TimingFieldsProps {
  readonly form: ScheduleForm;
  readonly onChange: (part: Partial<ScheduleForm>) => void;
  readonly workspaces: readonly { value: string; label: string }[];
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const weekdayOptions = weekdays.map((label, index) => ({ value: String(index), label }));
const unitOptions = [
  { value: 'm', label: 'minutes' },
  { value: 'h', label: 'hours' },
  { value: 'd', label: 'days' },
];
const timed: ReadonlySet<Frequency> = new Set(['hourly', 'daily', 'workdays', 'weekly', 'cron']);

/** When it fires: what is asked for depends on how often. */
export function TimingFields(props: TimingFieldsProps) {
  const { form, onChange } = props;
  return (
    <>
      <Select
        label="When"
        data={[...frequencies]}
        allowDeselect={false}
        value={form.frequency}
        onChange={(frequency) => frequency && onChange({ frequency })}
      />
      <FrequencyFields {...props} />
      {timed.has(form.frequency) ? (
        <Select
          label="Time zone"
          description="The clocks that the time is read on, also when they change."
          searchable
          data={zones}
          allowDeselect={false}
          limit={100}
          value={form.timezone}
          onChange={(timezone) => onChange({ timezone: timezone ?? 'UTC' })}
        />
      ) : null}
    </>
  );
}

function FrequencyFields(props: TimingFieldsProps) {
  const { form, onChange, workspaces } = props;
  switch (form.frequency) {
    case 'cron':
      return (
        <TextInput
          label="Cron expression"
          description="Minute, hour, day of the month, month, day of the week."
          value={form.cron}
          onChange={(event) => onChange({ cron: event.currentTarget.value })}
        />
      );
    case 'interval':
      return <IntervalFields {...props} />;
    case 'on_success':
      return (
        <Select
          label="After a successful build of"
          data={workspaces.filter(({ value }) => value !== form.workspace)}
          value={form.on_success_of || null}
          onChange={(slug) => onChange({ on_success_of: slug ?? '' })}
        />
      );
    case 'on_import':
      return (
        <TextInput
          label="After an import into"
          description="The name of the source, as the Sources page shows it."
          value={form.on_import}
          onChange={(event) => onChange({ on_import: event.currentTarget.value })}
        />
      );
    default:
      return <ClockFields {...props} />;
  }
}

function IntervalFields({ form, onChange }: TimingFieldsProps) {
  return (
    <Group grow align="flex-end">
      <NumberInput
        label="Every"
        min={1}
        max={9999}
        value={form.amount}
        onChange={(amount) => onChange({ amount })}
      />
      <Select
        aria-label="Unit"
        data={unitOptions}
        allowDeselect={false}
        value={form.unit}
        onChange={(unit) => onChange({ unit: unit ?? 'h' })}
      />
    </Group>
  );
}

function ClockFields({ form, onChange }: TimingFieldsProps) {
  return (
    <Group grow align="flex-end">
      {form.frequency === 'weekly' ? (
        <Select
          label="On"
          data={weekdayOptions}
          allowDeselect={false}
          value={form.weekday}
          onChange={(weekday) => onChange({ weekday: weekday ?? '1' })}
        />
      ) : null}
      {form.frequency === 'hourly' ? (
        <NumberInput
          label="Minutes after the hour"
          min={0}
          max={59}
          value={Number(form.time.slice(3))}
          onChange={(minute) => onChange({ time: `00:${String(minute).padStart(2, '0')}` })}
        />
      ) : (
        <TextInput
          label="At"
          type="time"
          value={form.time}
          onChange={(event) => onChange({ time: event.currentTarget.value || '00:00' })}
        />
      )}
    </Group>
  );
}
