import { type DbtSchedule, maxExpectedMinutes, type Workspace } from '@honeyframe/contract/api';
import { Alert, Button, Checkbox, Drawer, describeError, Group, Stack } from '@honeyframe/sdk/ui';
import { NumberInput, Select, TextInput } from '@honeyframe/sdk/ui/form';
import { type FormEvent, useState } from 'react';
import { type ScheduleForm, toForm, toInput } from './schedule-form.ts';
import { SchedulePreview } from './schedule-preview.tsx';
import { useSaveSchedule } from './schedule-queries.ts';
import { misfireOptions, overlapOptions } from './schedule-words.ts';
import { TimingFields } from './timing-fields.tsx';

interface ScheduleDrawerProps {
  /** A new one where it is left out. */
  readonly schedule: DbtSchedule | undefined;
  readonly workspaces: readonly Workspace[];
  readonly onClose: () => void;
}

/** Makes or changes a schedule, with the next times always in sight. */
export function ScheduleDrawer({ schedule, workspaces, onClose }: ScheduleDrawerProps) {
  const [form, setForm] = useState(() => toForm(schedule, workspaces[0]?.slug ?? ''));
  const change = (part: Partial<ScheduleForm>) => setForm((before) => ({ ...before, ...part }));
  const save = useSaveSchedule(schedule?.id, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(toInput(form, schedule?.enabled ?? true));
  };
  const options = workspaces.map(({ slug, display_name }) => ({ value: slug, label: display_name }));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={schedule ? 'Change the schedule' : 'New schedule'}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          {save.error ? <Failure error={save.error} /> : null}
          <TextInput
            label="Name"
            required
            maxLength={64}
            data-autofocus
            value={form.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Select
            label="Tables to build"
            data={options}
            allowDeselect={false}
            disabled={schedule !== undefined}
            value={form.workspace}
            onChange={(workspace) => change({ workspace: workspace ?? '' })}
          />
          <TimingFields form={form} onChange={change} workspaces={options} />
          <SchedulePreview form={form} />
          <TextInput
            label="Only a part"
            description="A dbt selector such as tag:hourly or patients+; empty builds everything."
            value={form.select}
            onChange={(event) => change({ select: event.currentTarget.value })}
          />
          <Select
            label="If its build before still runs"
            data={[...overlapOptions]}
            allowDeselect={false}
            value={form.overlap}
            onChange={(overlap) => overlap && change({ overlap })}
          />
          <Select
            label="If the platform was down at that time"
            data={[...misfireOptions]}
            allowDeselect={false}
            value={form.misfire}
            onChange={(misfire) => misfire && change({ misfire })}
          />
          <NumberInput
            label="Late after"
            description="Minutes after its time by which its build must have succeeded. After that it is shown as late, and your organisation's webhook hears of it; empty for never."
            placeholder="Never"
            suffix=" minutes"
            min={1}
            max={maxExpectedMinutes}
            allowDecimal={false}
            value={form.expectWithin}
            onChange={(expectWithin) => change({ expectWithin })}
          />
          <Checkbox
            label="Also build what nothing has changed for"
            checked={form.full}
            onChange={(event) => change({ full: event.currentTarget.checked })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={form.name.trim() === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" title="Not saved" role="alert">
      {message} {hint}
    </Alert>
  );
}
