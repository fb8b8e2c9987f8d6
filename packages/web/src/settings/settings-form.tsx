import type { PluginSettings } from '@honeyframe/contract/api';
import {
  Alert,
  Button,
  describeError,
  formatDateTime,
  Group,
  notifySuccess,
  Stack,
  Text,
} from '@honeyframe/sdk/ui';
import { type FormEvent, useRef, useState } from 'react';
import { SecretInput } from './secret-input.tsx';
import { SettingInput } from './setting-input.tsx';
import { createDraft, type Draft, type Field, findChanges, readProblems } from './settings-draft.ts';
import { useSaveSettings } from './settings-queries.ts';

interface SettingsFormProps {
  readonly settings: PluginSettings;
  readonly onSaved?: () => void;
}

/** The form that a plugin's JSON Schema describes. Remount it (`key`) when other settings are to be shown. */
export function SettingsForm({ settings, onSaved }: SettingsFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [before] = useState(() => createDraft(settings));
  const [draft, setDraft] = useState<Draft>(before);
  const save = useSaveSettings(settings.plugin, () => {
    notifySuccess('The settings are saved. They hold from the next request on.');
    onSaved?.();
  });
  const changes = findChanges(before, draft);
  const problems = readProblems(save.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(changes, {
      onError: (error) => focusFirst(form.current, settings.fields, readProblems(error)),
    });
  };
  return (
    // The server says what is wrong, in the same words for everybody who asks it.
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Failure error={save.error} fields={settings.fields} problems={problems} />
        {settings.fields.map((field) => (
          <SettingField
            key={field.name}
            {...{ field, settings, draft, setDraft }}
            problem={capitalise(problems[field.name])}
          />
        ))}
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {describeLastChange(settings)}
          </Text>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(changes).length === 0}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SettingFieldProps extends SettingsFormProps {
  readonly field: Field;
  readonly draft: Draft;
  readonly setDraft: (change: (draft: Draft) => Draft) => void;
  readonly problem: string | undefined;
}

function SettingField({ field, settings, draft, setDraft, problem }: SettingFieldProps) {
  const value = draft[field.name];
  if (!field.secret) {
    const onChange = (change: Draft) => setDraft((current) => ({ ...current, ...change }));
    return <SettingInput {...{ field, value, problem, onChange }} />;
  }
  const onChange = (next: string | null | undefined) =>
    setDraft(({ [field.name]: _, ...others }) =>
      next === undefined ? others : { ...others, [field.name]: next },
    );
  return <SecretInput {...{ field, value, problem, onChange }} state={settings.secrets[field.name]} />;
}

interface FailureProps {
  readonly error: unknown;
  readonly fields: readonly Field[];
  readonly problems: Readonly<Record<string, string>>;
}

/** What no field can say: problems of settings that the form does not show, or a server that cannot be reached. */
function Failure({ error, fields, problems }: FailureProps) {
  if (!error) return null;
  const shown = new Set(fields.map(({ name }) => name));
  const others = Object.entries(problems).filter(([name]) => !shown.has(name));
  if (others.length === 0 && Object.keys(problems).length > 0) return null;
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" role="alert">
      {others.length > 0
        ? others.map(([name, problem]) => `${name || 'The settings together'} ${problem}`).join('; ')
        : `${message} ${hint}`}
    </Alert>
  );
}

function focusFirst(
  form: HTMLFormElement | null,
  fields: readonly Field[],
  problems: Readonly<Record<string, string>>,
): void {
  const first = fields.find(({ name }) => Object.hasOwn(problems, name));
  const control = first && form?.elements.namedItem(first.name);
  if (control instanceof HTMLElement) control.focus();
}

function describeLastChange({ updated_at, updated_by }: PluginSettings): string {
  if (updated_at === null) return 'Nothing was set yet.';
  return `Changed ${formatDateTime(updated_at)}${updated_by === null ? '' : ` by ${updated_by}`}`;
}

function capitalise(text: string | undefined): string | undefined {
  return text && text.charAt(0).toUpperCase() + text.slice(1);
}
