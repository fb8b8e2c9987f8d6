import { CloseButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { Icon } from '../display/icon.tsx';
import { closeToast, readToasts, subscribeToasts } from './toast-store.ts';

/** Short messages at the corner of the window; read out by screen readers as they come. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, readToasts);
  return (
    <section className="hf-toasts" aria-label="Messages" aria-live="polite">
      {toasts.map(({ id, tone, title, text }) => (
        <div key={id} className="hf-toast" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
          <Icon name={tone === 'bad' ? 'circle-alert' : 'circle-check'} size={17} />
          <div className="hf-toast-text">
            {title ? <strong>{title}</strong> : null}
            <span>{text}</span>
          </div>
          <CloseButton size="sm" aria-label="Dismiss" onClick={() => closeToast(id)} />
        </div>
      ))}
    </section>
  );
}
