import type { PluginSettings } from '@honeyframe/contract/api';
import { Button, Group, Icon, PasswordInput, Text } from '@honeyframe/sdk/ui';
import { useId, useState } from 'react';
import type { SettingInputProps } from './setting-input.tsx';

type SecretInputProps = Omit<SettingInputProps, 'onChange'> & {
  readonly state: PluginSettings['secrets'][string] | undefined;
  /** Undefined leaves the secret as it is. */
  readonly onChange: (next: string | null | undefined) => void;
};

/** A secret: the server never sends it back, so it is either replaced, taken away, or left alone. */
export function SecretInput({ field, value, problem, state, onChange }: SecretInputProps) {
  const [entering, setEntering] = useState(false);
  const shown = state !== 'set' || entering;
  if (!shown) {
    return (
      <SetSecret
        {...{ field, problem, removed: value === null }}
        onReplace={() => setEntering(true)}
        onRemove={() => onChange(null)}
        onKeep={() => onChange(undefined)}
      />
    );
  }
  const cancel = () => {
    setEntering(false);
    onChange(undefined);
  };
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <PasswordInput
        flex={1}
        name={field.name}
        label={field.title}
        description={describeState(field.description, state)}
        error={problem}
        required={field.required}
        value={typeof value === 'string' ? value : ''}
        // Emptied again is the same as never touched.
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
        autoComplete="new-password"
        // It appears because somebody asked to replace the secret.
        autoFocus={entering}
      />
      {entering ? (
        <Button variant="default" onClick={cancel}>
          Keep the old one
        </Button>
      ) : null}
    </Group>
  );
}

interface SetSecretProps {
  readonly field: SettingInputProps['field'];
  readonly problem: string | undefined;
  readonly removed: boolean;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

function SetSecret({ field, problem, removed, onReplace, onRemove, onKeep }: SetSecretProps) {
  const id = useId();
  return (
    <fieldset className="hf-kept-secret" aria-labelledby={id}>
      <span id={id} className="hf-kept-secret-label">
        {field.title}
      </span>
      {field.description ? <span className="hf-sub">{field.description}</span> : null}
      <Group gap="xs">
        <span className="hf-kept-secret-state">
          <Icon name={removed ? 'x' : 'check'} size={14} />
          {removed ? 'Is taken away when you save' : 'Set · nobody can read it here'}
        </span>
        {removed ? (
          <Button variant="subtle" size="compact-sm" onClick={onKeep}>
            Keep it
          </Button>
        ) : (
          <>
            <Button variant="subtle" size="compact-sm" onClick={onReplace}>
              Replace
            </Button>
            {field.required ? null : (
              <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
                Take away
              </Button>
            )}
          </>
        )}
      </Group>
      {problem ? (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      ) : null}
    </fieldset>
  );
}

function describeState(description: string, state: SecretInputProps['state']): string | undefined {
  const lost = state === 'unreadable' ? 'It was stored under another key and has to be entered again.' : '';
  return [description, lost].filter(Boolean).join(' ') || undefined;
}
