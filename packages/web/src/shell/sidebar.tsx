import type { NavEntry } from '@honeyframe/contract/api';
import { NavLink } from 'react-router';
import { Logo } from './logo.tsx';
import { OrgSwitcher } from './org-switcher.tsx';
import { useShell } from './shell-context.ts';
import { UserMenu } from './user-menu.tsx';

/** What the server decided to show, section by section. */
export function Sidebar() {
  const { nav } = useShell();
  return (
    <aside className="hf-sidebar">
      <div className="hf-sidebar-head">
        <Logo wordmark />
      </div>
      <OrgSwitcher />
      <nav className="hf-nav" aria-label="Pages">
        {nav.map((section) => (
          <div key={section.key} className="hf-nav-section">
            {section.label ? <div className="hf-nav-label">{section.label}</div> : null}
            {section.entries.map((entry) => (
              <SidebarLink key={entry.href} entry={entry} />
            ))}
          </div>
        ))}
      </nav>
      <UserMenu />
    </aside>
  );
}

function SidebarLink({ entry }: { readonly entry: NavEntry }) {
  if (isServerPage(entry.href)) {
    return (
      <a className="hf-nav-link" href={entry.href} target="_blank" rel="noreferrer">
        <ServerIcon name={entry.icon} />
        <span>{entry.label}</span>
      </a>
    );
  }
  return (
    <NavLink className="hf-nav-link" to={entry.href} end={entry.href === '/'}>
      <ServerIcon name={entry.icon} />
      <span>{entry.label}</span>
    </NavLink>
  );
}

// The reference of the API is a page of the server's own, outside of the shell's router.
function isServerPage(href: string): boolean {
  return href === '/docs' || href.startsWith('/docs/') || href.startsWith('/api/');
}

function ServerIcon({ name }: { readonly name: string }) {
  const markup = useShell().icons[name] ?? '<circle cx="12" cy="12" r="4"/>';
  return (
    <svg
      className="hf-nav-icon"
      viewBox="0 0 24 24"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn from the server's own icon set, never from a plugin.
      dangerouslySetInnerHTML={{ __html: markup }}
    />
  );
}
