import type { PluginSummary } from '@honeyframe/contract/api';
import { Alert, Button, describeError, Group, Modal, Progress, Stack, Text } from '@honeyframe/sdk/ui';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { toPlanHref } from '../plan/plan-address.ts';
import { discardUpload } from '../plan/plan-queries.ts';
import { isInstallable, isInstalled } from '../plugin-words.ts';
import { ArchivePicker } from './archive-picker.tsx';
import { useArchive } from './use-archive.ts';

interface InstallDialogProps {
  readonly plugins: readonly PluginSummary[];
  /** Only a newer version of this one is wanted. */
  readonly upgraded: PluginSummary | undefined;
  readonly onClose: () => void;
}

/** Choose what to install: a folder that was found, or an archive. Either way a plan is shown first. */
export function InstallDialog({ plugins, upgraded, onClose }: InstallDialogProps) {
  const navigate = useNavigate();
  const archive = useArchive();
  const [stranger, setStranger] = useState<string>();
  const send = (file: File) => {
    setStranger(undefined);
    archive.mutate(file, {
      onSuccess: ({ upload, plugin }) => {
        if (upgraded && plugin !== upgraded.name) {
          discardUpload({ upload });
          setStranger(plugin);
          return;
        }
        const known = plugins.some((each) => each.name === plugin && isInstalled(each));
        void navigate(toPlanHref({ step: known ? 'upgrade' : 'install', plugin, upload }));
      },
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={upgraded ? `Upgrade ${upgraded.display_name} from an archive` : 'Install or upgrade a plugin'}
      closeOnClickOutside={!archive.isPending}
    >
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          A plugin’s code runs inside the platform’s own process: install only what you trust. You see a plan
          before anything is changed.
        </Text>
        {archive.isPending ? (
          <Sending share={archive.share} onStop={archive.stop} />
        ) : (
          <>
            <Failure error={archive.error} />
            {upgraded && stranger ? <Stranger plugin={stranger} upgraded={upgraded} /> : null}
            <ArchivePicker onPick={send} />
            {upgraded ? null : <Found plugins={plugins.filter(isInstallable)} />}
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Sending({ share, onStop }: { readonly share: number; readonly onStop: () => void }) {
  const sent = share >= 1;
  return (
    <Stack gap="md" role="status">
      <Text fw={550}>{sent ? 'Unpacking and checking…' : 'Sending the archive…'}</Text>
      <Progress value={share * 100} animated={sent} aria-label="Progress of sending" />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {Math.round(share * 100)} %
        </Text>
        <Button variant="default" onClick={onStop}>
          Stop
        </Button>
      </Group>
    </Stack>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  if (!error || (error instanceof DOMException && error.name === 'AbortError')) return null;
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" title="The archive was not accepted" role="alert">
      {message} {hint}
    </Alert>
  );
}

interface StrangerProps {
  readonly plugin: string;
  readonly upgraded: PluginSummary;
}

function Stranger({ plugin, upgraded }: StrangerProps) {
  return (
    <Alert color="red" title="This is another plugin" role="alert">
      The archive holds the plugin '{plugin}', not '{upgraded.name}'. Nothing was done. Choose an archive of{' '}
      {upgraded.display_name}, or install '{plugin}' from the list of plugins.
    </Alert>
  );
}

function Found({ plugins }: { readonly plugins: readonly PluginSummary[] }) {
  if (plugins.length === 0) return null;
  return (
    <section className="hf-section">
      <h3 className="hf-section-title">Found in the plugins folders, not installed</h3>
      <ul className="hf-plain-list">
        {plugins.map(({ name, display_name, version, folder }) => (
          <li key={name} className="hf-found">
            <span>
              <span className="hf-strong">{display_name}</span> {version}
              <span className="hf-sub hf-break">{folder}</span>
            </span>
            <Button
              component={Link}
              to={toPlanHref({ step: 'install', plugin: name })}
              variant="default"
              aria-label={`Install ${display_name}`}
            >
              Install
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
