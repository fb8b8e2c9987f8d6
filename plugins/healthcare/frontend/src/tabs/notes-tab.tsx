import { usePermission, usePluginMutation, usePluginQuery } from '@honeyframe/sdk/frontend';
import {
  Alert,
  Button,
  Card,
  Code,
  EmptyState,
  ErrorState,
  formatDateTime,
  Group,
  Icon,
  notifyError,
  notifySuccess,
  Skeleton,
  Text,
  Textarea,
} from '@honeyframe/sdk/ui';
import { useState } from 'react';
import type { CareNote, CareNoteList } from '../../../backend/schemas/patient-care.ts';
import styles from '../healthcare.module.css';

const MAX_LENGTH = 4000;

/** What the care team wrote, newest first, and where to write. */
export function NotesTab({ id }: { readonly id: string }) {
  const path = `/patients/${encodeURIComponent(id)}/notes`;
  const { data, error, refetch } = usePluginQuery<CareNoteList>(path);
  return (
    <div className={styles.notes}>
      {usePermission('patient.edit') ? <NoteEditor path={path} /> : <ReadersOnly />}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? (
        <Skeleton height={96} radius="lg" role="status" aria-label="Loading the notes" />
      ) : null}
      {data?.rows.length === 0 ? (
        <EmptyState icon="message-square" title="No care notes yet">
          <p>Notes are for the care team: what was agreed, what to watch, what comes next.</p>
        </EmptyState>
      ) : null}
      {data?.rows.map((note) => (
        <Note key={note.id} note={note} />
      ))}
    </div>
  );
}

function NoteEditor({ path }: { readonly path: string }) {
  const [body, setBody] = useState('');
  const add = usePluginMutation<CareNote, { body: string }>(path, {
    onSuccess: () => {
      setBody('');
      notifySuccess('The note is saved.');
    },
    onError: notifyError,
  });
  const empty = body.trim() === '';
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty) add.mutate({ body });
        }}
      >
        <Textarea
          aria-label="New care note"
          placeholder="Write a care note…"
          autosize
          minRows={3}
          maxRows={14}
          maxLength={MAX_LENGTH}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <Group justify="space-between" mt="xs">
          <Text size="xs" c="dimmed">
            {body.length > MAX_LENGTH - 500
              ? `${MAX_LENGTH - body.length} characters left`
              : 'Notes carry your name and stay in the record.'}
          </Text>
          <Button type="submit" disabled={empty} loading={add.isPending}>
            Save note
          </Button>
        </Group>
      </form>
    </Card>
  );
}

function ReadersOnly() {
  return (
    <Alert color="gray" variant="light" icon={<Icon name="lock" size={16} />}>
      You can read notes. Writing them needs the permission <Code>patient.edit</Code>, which the group{' '}
      <Code>clinical_admin</Code> has; an administrator of your organisation can add you to it.
    </Alert>
  );
}

function Note({ note }: { readonly note: CareNote }) {
  return (
    <article className={styles.note}>
      <header className={styles.noteHead}>
        <span className={styles.noteAuthor}>{note.author_name}</span>
        <time dateTime={note.created_at}>{formatDateTime(note.created_at)}</time>
      </header>
      <p className={styles.noteBody}>{note.body}</p>
    </article>
  );
}
