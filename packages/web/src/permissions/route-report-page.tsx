import { Page } from '@honeyframe/sdk/ui';
import { useParams } from 'react-router';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { RouteReport } from './route-report.tsx';

/** The route report of a plugin as a page of its own. */
export function RouteReportPage() {
  const { slug = '' } = useParams();
  const name = usePluginName()(slug);
  return (
    <Page
      title={`Who can use ${name}`}
      back={{ label: 'Plugins', to: '/admin/plugins' }}
      description="Every route and page of the plugin, the permission that it asks for, and who has it in this organisation."
    >
      <RouteReport slug={slug} />
    </Page>
  );
}
