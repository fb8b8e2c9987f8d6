import type { RouteReport as Report } from '@honeyframe/contract/api';
import { Alert, ErrorState, Skeleton } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import { permissionsClient } from '../api/clients.ts';
import { Section } from '../plugins/section.tsx';
import { ReportTable } from './report-table.tsx';

/** A plugin's routes and pages with who can use each, and where declaration and use do not fit together. */
export function RouteReport({ slug }: { readonly slug: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['route-report', slug],
    queryFn: ({ signal }) => permissionsClient.routeReport({ params: { slug }, signal }),
  });
  if (error && !data) return <ErrorState size="inline" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={220} radius="md" />;
  return (
    <div className="hf-drawer-body">
      <Findings report={data} />
      <Section title="Routes">
        <ReportTable
          label="Route"
          rows={data.routes.map((route) => ({
            ...route,
            key: `${route.method} ${route.path}`,
            name: (
              <>
                <span className="hf-method">{route.method}</span> {route.path}
              </>
            ),
            note: route.target ? `for the object in ${route.target}` : undefined,
          }))}
        />
      </Section>
      {data.pages.length > 0 ? (
        <Section title="Pages and blocks">
          <ReportTable
            label="Page or block"
            rows={data.pages.map((page) => ({
              ...page,
              key: `${page.kind} ${page.path}`,
              name: (
                <>
                  {page.title}{' '}
                  <span className="hf-nothing">{page.kind === 'page' ? page.path : 'block'}</span>
                </>
              ),
              note: undefined,
            }))}
          />
        </Section>
      ) : null}
    </div>
  );
}

function Findings({ report }: { readonly report: Report }) {
  const { enabled, unused, dead, unheld } = report;
  return (
    <>
      {enabled ? null : (
        <Alert color="gray">
          The plugin is not enabled in this organisation: nobody gets in, whatever was granted.
        </Alert>
      )}
      <Finding names={dead} text="Let nobody in, because they wait for approval or are not declared:" />
      <Finding names={unheld} text="Used, and given to no group of this organisation:" />
      <Finding names={unused} text="Declared, and used by no route, page or block:" />
    </>
  );
}

function Finding({ names, text }: { readonly names: readonly string[]; readonly text: string }) {
  if (names.length === 0) return null;
  return (
    <p className="hf-finding">
      {text}
      {names.map((name) => (
        <code key={name} className="hf-code">
          {name}
        </code>
      ))}
    </p>
  );
}
