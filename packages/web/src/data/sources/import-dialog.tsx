import {
  Alert,
  Button,
  describeError,
  formatBytes,
  Group,
  Modal,
  Progress,
  Stack,
  Text,
} from '@honeyframe/sdk/ui';
import { Autocomplete, Checkbox } from '@honeyframe/sdk/ui/form';
import { useState } from 'react';
import { FilePicker } from './file-picker.tsx';
import { ImportReport } from './import-report.tsx';
import { type ImportProgress, useImport } from './use-import.ts';

interface ImportDialogProps {
  /** The source to import into; empty: to be chosen. */
  readonly schema: string;
  readonly known: readonly string[];
  readonly onClose: () => void;
}

const SOURCE_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Choose files, send them, and read what became of each row. */
export function ImportDialog({ schema, known, onClose }: ImportDialogProps) {
  const { mutation, progress, stop } = useImport();
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={mutation.data ? 'Imported' : 'Import CSV files'}
      closeOnClickOutside={!mutation.isPending}
    >
      {mutation.data ? (
        <ImportReport result={mutation.data} onClose={onClose} />
      ) : mutation.isPending ? (
        <ImportRunning progress={progress} onStop={stop} />
      ) : (
        <ImportForm
          schema={schema}
          known={known}
          error={mutation.error}
          onImport={mutation.mutate}
          onCancel={close}
        />
      )}
    </Modal>
  );
}

function ImportRunning({
  progress,
  onStop,
}: {
  readonly progress: ImportProgress;
  readonly onStop: () => void;
}) {
  const sending = progress.phase === 'sending';
  return (
    <Stack gap="md" py="md" role="status">
      <Text fw={550}>{sending ? 'Sending the files…' : 'Reading rows and replacing the tables…'}</Text>
      <Progress value={progress.share * 100} animated={!sending} aria-label="Progress of the import" />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {sending
            ? `${Math.round(progress.share * 100)} %`
            : 'Readers see the old tables until this is done.'}
        </Text>
        {sending ? (
          <Button variant="default" onClick={onStop}>
            Stop
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

interface ImportFormProps {
  readonly schema: string;
  readonly known: readonly string[];
  readonly error: unknown;
  readonly onImport: (order: { schema: string; files: readonly File[]; build: boolean }) => void;
  readonly onCancel: () => void;
}

function ImportForm({ schema, known, error, onImport, onCancel }: ImportFormProps) {
  const [name, setName] = useState(schema || (known.length === 1 ? (known[0] ?? '') : ''));
  const [files, setFiles] = useState<readonly File[]>([]);
  const [build, setBuild] = useState(true);
  const invalid = name !== '' && !SOURCE_NAME.test(name);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const stopped = error instanceof DOMException && error.name === 'AbortError';
  return (
    <Stack gap="md">
      {error && !stopped ? <Failure error={error} /> : null}
      <Autocomplete
        label="Source"
        description="The collection that the tables belong to. A plugin reads the one it names."
        data={[...known]}
        value={name}
        onChange={setName}
        error={
          invalid ? 'Use lower-case letters, digits and underscores, beginning with a letter.' : undefined
        }
        openOnFocus={false}
        {...(schema === '' && { 'data-autofocus': true })}
      />
      <FilePicker files={files} onChange={setFiles} />
      <Checkbox
        label="Build the tables that depend on it afterwards"
        checked={build}
        onChange={(event) => setBuild(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          disabled={files.length === 0 || name === '' || invalid}
          onClick={() => onImport({ schema: name, files, build })}
        >
          {files.length > 0
            ? `Import ${files.length === 1 ? '1 file' : `${files.length} files`} (${formatBytes(bytes)})`
            : 'Import'}
        </Button>
      </Group>
    </Stack>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" title="Nothing was imported" role="alert">
      {message} {hint}
    </Alert>
  );
}
