import { usePluginTables } from '@honeyframe/sdk/frontend';
import { Badge, Card, ErrorState, formatDate, Skeleton, Text } from '@honeyframe/sdk/ui';
import type { Condition, ConditionList } from '../../../backend/schemas/patient-record.ts';
import styles from '../healthcare.module.css';

const SHOWN = 6;

/** Disorders that are open, the chronic ones first. */
export function OpenConditions({ patientId }: { readonly patientId: string }) {
  const { data, error, retry } = usePluginTables<ConditionList>(
    `/patients/${encodeURIComponent(patientId)}/conditions`,
  );
  const open = data?.rows.filter((row) => row.is_active && (row.category === 'disorder' || row.is_chronic));
  return (
    <Card title="Open conditions">
      {error ? <ErrorState error={error} onRetry={retry} /> : null}
      {!data && !error ? <Skeleton height={72} role="status" aria-label="Loading the conditions" /> : null}
      {open ? <ConditionItems conditions={open} /> : null}
    </Card>
  );
}

function ConditionItems({ conditions }: { readonly conditions: readonly Condition[] }) {
  if (conditions.length === 0) return <Text c="dimmed">None is open.</Text>;
  const sorted = conditions.toSorted((a, b) => Number(b.is_chronic) - Number(a.is_chronic));
  return (
    <ul className={styles.list}>
      {sorted.slice(0, SHOWN).map((condition) => (
        <li key={condition.condition_id}>
          <div>
            <div className={styles.itemTitle}>{condition.title}</div>
            <div className={styles.itemDetail}>since {formatDate(condition.started_on)}</div>
          </div>
          {condition.is_chronic ? (
            <Badge color="accent" miw="max-content">
              Chronic
            </Badge>
          ) : null}
        </li>
      ))}
      {sorted.length > SHOWN ? (
        <li>
          <span className={styles.itemDetail}>and {sorted.length - SHOWN} more</span>
        </li>
      ) : null}
    </ul>
  );
}
