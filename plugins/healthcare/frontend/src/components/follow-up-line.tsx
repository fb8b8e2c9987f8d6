import { formatRelative, Icon } from '@honeyframe/sdk/ui';
import type { FollowUp } from '../../../backend/schemas/patient-list.ts';
import styles from '../healthcare.module.css';

/** The flag with its reason, for everybody who opens the patient. */
export function FollowUpLine({ followUp }: { readonly followUp: FollowUp }) {
  return (
    <div className={styles.followUp}>
      <Icon name="flag" size={13} />
      <span>
        {followUp.reason || 'Flagged for follow-up'}
        <span className={styles.quiet}>
          {' '}
          – {followUp.flagged_by}, {formatRelative(followUp.flagged_at)}
        </span>
      </span>
    </div>
  );
}
