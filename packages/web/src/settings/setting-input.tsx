import { NumberInput, Select, Switch, TagsInput, TextInput } from '@honeyframe/sdk/ui/form';
import type { Draft, Field } from './settings-draft.ts';

export interface SettingInputProps {
  readonly field: Field;
  readonly value: unknown;
  readonly problem: string | undefined;
  readonly onChange: (change: Draft) => void;
}

/** The control for one setting that is not a secret. */
export function SettingInput({ field, value, problem, onChange }: SettingInputProps) {
  const { name, kind } = field;
  const change = (next: unknown) => onChange({ [name]: next });
  const shared = {
    name,
    label: field.title,
    description: describeField(field),
    error: problem,
    required: field.required,
  };
  if (kind === 'switch') {
    // A required switch is in a state anyway; an asterisk would say that it has to be on.
    return (
      <Switch
        {...shared}
        required={false}
        checked={value === true}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    );
  }
  if (kind === 'list') {
    const entries = Array.isArray(value) ? value.map(String) : [];
    return <TagsInput {...shared} value={entries} onChange={change} placeholder="Add, then press Enter" />;
  }
  if (kind === 'choice') return <Choice {...{ field, shared, value, change }} />;
  if (kind === 'text') return <Text {...{ field, shared, value, change }} />;
  return (
    <NumberInput
      {...shared}
      value={typeof value === 'number' ? value : ''}
      onChange={change}
      placeholder={describeDefault(field)}
      allowDecimal={kind === 'number'}
      // The server says what is out of bounds; a number that changes by itself would surprise.
      clampBehavior="none"
      {...(field.minimum !== null && { min: field.minimum })}
      {...(field.maximum !== null && { max: field.maximum })}
    />
  );
}

interface ControlProps {
  readonly field: Field;
  readonly shared: object;
  readonly value: unknown;
  readonly change: (next: unknown) => void;
}

function Choice({ field, shared, value, change }: ControlProps) {
  const choices = field.choices ?? [];
  return (
    <Select
      {...shared}
      data={choices.map(String)}
      value={value === null ? null : String(value)}
      onChange={(chosen) => change(choices.find((choice) => String(choice) === chosen) ?? null)}
      clearable={!field.required && field.default === null}
      allowDeselect={false}
      searchable={choices.length > 8}
    />
  );
}

const inputTypes = { email: 'email', uri: 'url', date: 'date' } as const;

function Text({ field, shared, value, change }: ControlProps) {
  const { format } = field;
  const type = format !== null && Object.hasOwn(inputTypes, format) ? inputTypes[format as 'uri'] : 'text';
  return (
    <TextInput
      {...shared}
      type={type}
      value={String(value ?? '')}
      onChange={(event) => change(event.currentTarget.value)}
      placeholder={describeDefault(field)}
      autoComplete="off"
    />
  );
}

/** What holds while the field is empty. */
function describeDefault(field: Field): string {
  return field.default === null ? '' : String(field.default);
}

function describeField(field: Field): string | undefined {
  const isEmptyable = field.kind === 'text' || field.kind === 'number' || field.kind === 'integer';
  const fallback = isEmptyable && field.default !== null ? `While empty: ${describeDefault(field)}.` : '';
  return [field.description, fallback].filter(Boolean).join(' ') || undefined;
}
