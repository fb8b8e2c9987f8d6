import { formatRelative, Icon, Tooltip } from '@honeyframe/sdk/ui';
import type { FollowUp } from '../../../backend/schemas/patient-list.ts';
import styles from '../healthcare.module.css';

/** The flag beside a name. */
export function FollowUpMark({ followUp }: { readonly followUp: FollowUp }) {
  const { reason, flagged_by, flagged_at } = followUp;
  const label = `${reason || 'Follow-up'} – ${flagged_by}, ${formatRelative(flagged_at)}`;
  return (
    <Tooltip label={label} multiline maw={320}>
      <span className={styles.flag}>
        <Icon name="flag" size={13} aria-label={`Flagged for follow-up: ${label}`} role="img" />
      </span>
    </Tooltip>
  );
}
