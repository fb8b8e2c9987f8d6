import { Icon, UnstyledButton, useDisclosure } from '@honeyframe/sdk/ui';
import { useEffect } from 'react';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { Logo } from './logo.tsx';
import { Sidebar } from './sidebar.tsx';

/** The frame around every page: sidebar at the left, and on narrow windows a bar that opens it. */
export function ShellLayout() {
  const [open, { close, toggle }] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the drawer on narrow windows.
  useEffect(close, [pathname]);
  return (
    <div className="hf-shell" data-open={open}>
      <a className="hf-skip" href="#content">
        Skip to content
      </a>
      <header className="hf-topbar">
        <UnstyledButton className="hf-topbar-menu" onClick={toggle} aria-expanded={open} aria-label="Menu">
          <Icon name={open ? 'x' : 'menu'} size={18} />
        </UnstyledButton>
        <Logo size={22} wordmark />
      </header>
      <Sidebar />
      <button type="button" className="hf-scrim" tabIndex={-1} aria-label="Close the menu" onClick={close} />
      <NavigationProgress />
      <main id="content" className="hf-content" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}

function NavigationProgress() {
  const { state } = useNavigation();
  return <div className="hf-progress" data-active={state !== 'idle'} aria-hidden="true" />;
}
