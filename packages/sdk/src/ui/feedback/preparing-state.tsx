import { State } from './state.tsx';

export interface PreparingStateProps {
  /** `page` fills a page, `inline` fits into a card or block. */
  readonly size?: 'page' | 'inline';
}

/**
 * The dbt tables behind a page or block are being built for the first time; goes with `usePluginTables`.
 *
 * @example
 * {preparing ? <PreparingState /> : null}
 */
export function PreparingState({ size = 'page' }: PreparingStateProps) {
  return (
    <State icon="hourglass" size={size} title="Data is being prepared">
      <p>The tables are being built for the first time. They appear here as soon as they are ready.</p>
    </State>
  );
}
