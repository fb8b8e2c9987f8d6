import { Anchor } from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export function BuildLink({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <Anchor component={Link} to={`/data/runs/${id}`} fz="inherit">
      {children}
    </Anchor>
  );
}
