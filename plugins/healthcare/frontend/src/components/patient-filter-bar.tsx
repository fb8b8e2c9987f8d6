import { usePluginQuery } from '@honeyframe/sdk/frontend';
import { ActionIcon, Button, Icon, Select, Tooltip } from '@honeyframe/sdk/ui';
import type { PatientFilterChoices } from '../../../backend/schemas/patient-list.ts';
import { isFiltered, type PatientFilterValues } from './patient-filters.ts';

interface PatientFilterBarProps {
  readonly values: PatientFilterValues;
  readonly onChange: (change: Partial<PatientFilterValues>) => void;
  readonly onClear: () => void;
}

const risks = [
  { value: 'high', label: 'High risk' },
  { value: 'moderate', label: 'Moderate risk' },
  { value: 'low', label: 'Low risk' },
];
const sexes = [
  { value: 'female', label: 'Female' },
  { value: 'male', label: 'Male' },
];
const lives = [
  { value: 'false', label: 'Living' },
  { value: 'true', label: 'Deceased' },
];

export function PatientFilterBar({ values, onChange, onClear }: PatientFilterBarProps) {
  const { data } = usePluginQuery<PatientFilterChoices>('/patients/choices');
  const conditions = (data?.conditions ?? []).map(({ code, title, patient_count }) => ({
    value: code,
    label: `${title} (${patient_count})`,
  }));
  const field = (name: keyof PatientFilterValues) => ({
    value: values[name] || null,
    onChange: (value: string | null) => onChange({ [name]: value ?? '' }),
  });
  return (
    <>
      <Choice label="Risk" width={128} data={risks} {...field('risk_band')} />
      <Choice label="Condition" width={150} data={conditions} {...field('condition')} searchable />
      <Choice label="Sex" width={96} data={sexes} {...field('sex')} />
      <Choice label="City" width={112} data={data?.cities ?? []} {...field('city')} searchable />
      <Choice label="Status" width={108} data={lives} {...field('deceased')} />
      <FollowUpToggle
        on={values.follow_up === 'true'}
        count={data?.follow_up_count}
        onChange={(on) => onChange({ follow_up: on ? 'true' : '' })}
      />
      {isFiltered(values) ? (
        <Tooltip label="Clear search and filters">
          <ActionIcon size={34} aria-label="Clear search and filters" onClick={onClear}>
            <Icon name="x" />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly width: number;
  readonly data: readonly (string | { readonly value: string; readonly label: string })[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly searchable?: boolean;
}

function Choice({ label, width, data, searchable = false, ...field }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      w={width}
      data={[...data]}
      clearable
      searchable={searchable}
      nothingFoundMessage="Nothing found"
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      {...field}
    />
  );
}

interface FollowUpToggleProps {
  readonly on: boolean;
  readonly count: number | undefined;
  readonly onChange: (on: boolean) => void;
}

function FollowUpToggle({ on, count, onChange }: FollowUpToggleProps) {
  return (
    <Button
      variant={on ? 'light' : 'default'}
      color={on ? 'honey' : 'gray'}
      aria-pressed={on}
      px={10}
      leftSection={<Icon name="flag" size={14} />}
      onClick={() => onChange(!on)}
    >
      Follow-up{count ? ` (${count})` : ''}
    </Button>
  );
}
