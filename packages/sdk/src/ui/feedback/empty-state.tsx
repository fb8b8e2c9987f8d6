import { State, type StateProps } from './state.tsx';

/** There is nothing to show, and that is fine. Say what would appear here, and how it gets there. */
export function EmptyState({ icon = 'box', ...props }: StateProps) {
  return <State icon={icon} {...props} />;
}
