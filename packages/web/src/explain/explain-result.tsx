import type { Explanation, GrantPath } from '@honeyframe/contract/api';
import { Anchor, ErrorState, formatDate, Icon, Skeleton } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { permissionsClient } from '../api/clients.ts';
import { describeGrant, describeSurface, describeVerdict } from './explain-words.ts';

interface ExplainResultProps {
  readonly userId: string;
  readonly permission: string;
  readonly target: string | undefined;
}

/** The answer for one person and one permission. */
export function ExplainResult({ userId, permission, target }: ExplainResultProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['explain', userId, permission, target],
    queryFn: ({ signal }) =>
      permissionsClient.explain({
        query: { user_id: userId, permission, ...(target && { target_id: target }) },
        signal,
      }),
  });
  if (error) return <ErrorState size="inline" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={160} radius="md" />;
  return (
    <div className="hf-explain" data-allowed={data.allowed} aria-live="polite">
      <p className="hf-explain-verdict">
        <Icon name={data.allowed ? 'circle-check' : 'lock'} size={18} />
        {describeVerdict(data)}
      </p>
      {data.description ? <p className="hf-small">{data.description}</p> : null}
      <Through found={data} />
      {data.allowed ? null : <WayIn found={data} />}
      <Surfaces found={data} />
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="hf-section-title">{title}</h3>
      <ul className="hf-plain-list">{children}</ul>
    </section>
  );
}

function Through({ found }: { readonly found: Explanation }) {
  if (found.through.length === 0) return null;
  return (
    <Part title="Through">
      {found.through.map((path) => (
        <li key={`${path.group_id} ${path.target_id}`}>
          <GroupName path={path} />
          <span className="hf-sub">
            Member since {formatDate(path.member_since)}; {describeGrant(path)}.
          </span>
        </li>
      ))}
    </Part>
  );
}

/** What is missing, and who can change that. */
function WayIn({ found }: { readonly found: Explanation }) {
  const { offered_by, administrators, reason } = found;
  const groups = reason === 'missing' || reason === 'other_targets' ? offered_by : [];
  return (
    <>
      {groups.length > 0 ? (
        <Part title="Membership in one of these would allow it">
          {groups.map((path) => (
            <li key={`${path.group_id} ${path.target_id}`}>
              <GroupName path={path} />
              <span className="hf-sub">{describeGrant(path)}</span>
            </li>
          ))}
        </Part>
      ) : null}
      {administrators.length > 0 ? (
        <p className="hf-small">
          {reason === 'pending'
            ? 'A superadmin decides about the request. Administrators here: '
            : 'Can change it: '}
          {new Intl.ListFormat('en', { type: 'disjunction' }).format(administrators)}.
        </p>
      ) : null}
    </>
  );
}

function Surfaces({ found }: { readonly found: Explanation }) {
  // The platform alone needs no list.
  if (found.plugins.length === 1 && found.plugins[0]?.slug === 'platform') return null;
  return (
    <Part title="What answers by it">
      {found.plugins.map((surface) => (
        <li key={surface.slug} className="hf-explain-surface">
          <Icon name={surface.allowed ? 'circle-check' : 'circle-x'} size={14} />
          <span>
            {surface.display_name} <span className="hf-nothing">{describeSurface(surface)}</span>
          </span>
        </li>
      ))}
    </Part>
  );
}

function GroupName({ path }: { readonly path: GrantPath }) {
  return (
    <>
      <Anchor component={Link} fw={550} fz="inherit" to={`/admin/groups/${path.group_id}`}>
        {path.group}
      </Anchor>
      {path.target_id ? <span> for {path.target_id} only</span> : null}
    </>
  );
}
