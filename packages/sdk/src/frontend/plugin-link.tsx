import type { ReactNode, Ref } from 'react';
import { Link, type NavigateOptions, useNavigate } from 'react-router';
import { usePlugin } from './plugin-context.tsx';

export interface PluginLinkProps {
  /** Relative to `/plugins/<slug>`: `/patients/42`. */
  readonly to: string;
  readonly className?: string;
  readonly title?: string;
  readonly onClick?: () => void;
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly children?: ReactNode;
}

/** A link to another page of the same plugin. Also fits `<Button component={PluginLink} to="/patients">`. */
export function PluginLink({ to, ...props }: PluginLinkProps) {
  const { base } = usePlugin();
  return <Link to={base + to} {...props} />;
}

/** Opens another page of the same plugin. */
export function usePluginNavigate(): (to: string, options?: NavigateOptions) => void {
  const { base } = usePlugin();
  const navigate = useNavigate();
  return (to, options) => void navigate(base + to, options);
}

/** Address in the shell of a page of this plugin: for the row links of a table. */
export function usePluginHref(): (to: string) => string {
  const { base } = usePlugin();
  return (to) => base + to;
}
