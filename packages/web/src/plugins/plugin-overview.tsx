import type { PluginSummary } from '@honeyframe/contract/api';
import { Alert, Badge, Fields, formatDateTime, Icon } from '@honeyframe/sdk/ui';
import { PendingRemovals } from './pending-removals.tsx';
import { describeUpdate, sourceWords, stateHere, stateWords } from './plugin-words.ts';
import { Section } from './section.tsx';

/** What a plugin is, where it comes from and what it brings. */
export function PluginOverview({ plugin }: { readonly plugin: PluginSummary }) {
  const { update } = plugin;
  return (
    <div className="hf-drawer-body">
      <p className="hf-drawer-lead">
        {plugin.description ? `${plugin.description} ` : null}
        {stateWords[stateHere(plugin)].explanation}
      </p>
      <PendingRemovals plugin={plugin} />
      {update ? <Alert color="accent">{describeUpdate(plugin, update)}</Alert> : null}
      <Section title="Facts">
        <Fields
          items={[
            { label: 'Name', value: <code className="hf-code">{plugin.name}</code> },
            { label: 'Version', value: <Version plugin={plugin} /> },
            { label: 'Origin', value: sourceWords[plugin.source] },
            { label: 'Installed', value: plugin.installed_at ? formatDateTime(plugin.installed_at) : 'No' },
            {
              label: 'Tables',
              value: plugin.dbt_workspace ? `Builds them from ${plugin.dbt_workspace}` : 'None',
            },
            {
              label: 'Runs in',
              value: plugin.isolation === 'inline' ? 'The platform’s process' : 'A process of its own',
            },
          ]}
        />
        <div className="hf-folder">
          <Icon name="folder" size={13} />
          <code>{plugin.folder}</code>
        </div>
      </Section>
      <Names title="Pages" names={plugin.pages.map(({ path, title }) => ({ key: path, text: title }))} />
      <Names
        title="Blocks for Home"
        names={plugin.blocks.map(({ type, title }) => ({ key: type, text: title }))}
      />
    </div>
  );
}

function Version({ plugin: { version, generation } }: { readonly plugin: PluginSummary }) {
  if (!version) return null;
  return (
    <>
      {version}
      {generation ? <span className="hf-sub">{generation.slice(0, 8)}</span> : null}
    </>
  );
}

interface NamesProps {
  readonly title: string;
  readonly names: readonly { readonly key: string; readonly text: string }[];
}

function Names({ title, names }: NamesProps) {
  if (names.length === 0) return null;
  return (
    <Section title={title}>
      <div className="hf-names">
        {names.map(({ key, text }) => (
          <Badge key={key} color="gray">
            {text}
          </Badge>
        ))}
      </div>
    </Section>
  );
}
