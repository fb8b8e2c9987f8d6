import type { PluginSettings } from '@honeyframe/contract/api';
import { Alert, Card, ErrorState, Page, Skeleton, Text } from '@honeyframe/sdk/ui';
import { useParams } from 'react-router';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { SettingsForm } from './settings-form.tsx';
import { useSettingsQuery } from './settings-queries.ts';

const back = { label: 'Plugins', to: '/admin/plugins' };

/** What an administrator sets for a plugin in this organisation. */
export function SettingsPage() {
  const { slug = '' } = useParams();
  const nameOf = usePluginName();
  const { data: settings, error, refetch } = useSettingsQuery(slug);
  if (error && !settings) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  const name = settings?.display_name ?? nameOf(slug);
  return (
    <Page
      title={`${name} settings`}
      back={back}
      width="reading"
      description="For this organisation. Other organisations have their own."
    >
      {settings ? (
        <Card>
          <Waiting settings={settings} />
          <SettingsForm key={settings.updated_at} settings={settings} />
          <Hidden settings={settings} />
        </Card>
      ) : (
        <Skeleton height={320} radius="lg" />
      )}
    </Page>
  );
}

/** What has to be filled in before the plugin can work here. */
function Waiting({ settings: { problems, fields } }: { readonly settings: PluginSettings }) {
  if (problems.length === 0) return null;
  const titleOf = (name: string) => fields.find((field) => field.name === name)?.title ?? name;
  return (
    <Alert color="yellow" mb="lg" title="Not set up yet">
      {problems.map(({ name, message }) => `${titleOf(name)} ${message}`).join('; ')}.
    </Alert>
  );
}

/** Settings of kinds that no form has a field for. */
function Hidden({ settings: { plugin, schema, fields } }: { readonly settings: PluginSettings }) {
  const shown = new Set(fields.map(({ name }) => name));
  const hidden = Object.keys(schema.properties ?? {}).filter((name) => !shown.has(name));
  if (hidden.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" mt="lg">
      Not in this form: {hidden.join(', ')}. Set through{' '}
      <code className="hf-code">PUT /api/plugins/{plugin}/settings</code>.
    </Text>
  );
}
