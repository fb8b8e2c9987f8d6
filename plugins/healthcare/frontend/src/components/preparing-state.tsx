import { EmptyState } from '@honeyframe/sdk/ui';

/** The tables are being built for the first time. */
export function PreparingState({ size = 'page' }: { readonly size?: 'page' | 'inline' }) {
  return (
    <EmptyState icon="hourglass" size={size} title="Data is being prepared">
      <p>The tables are being built for the first time. They appear here as soon as they are ready.</p>
    </EmptyState>
  );
}
