import { PluginLink, usePluginTables } from '@honeyframe/sdk/frontend';
import {
  Anchor,
  ErrorState,
  formatCompactMoney,
  formatNumber,
  Kpi,
  PreparingState,
} from '@honeyframe/sdk/ui';
import type { Kpis } from '../../../backend/schemas/overview.ts';
import styles from '../healthcare.module.css';

/** The organisation's key figures. */
export default function PatientKpis() {
  const { data, error, preparing, retry } = usePluginTables<Kpis>('/kpis');
  if (preparing) return <PreparingState size="inline" />;
  if (error) return <ErrorState error={error} onRetry={retry} />;
  const loading = !data;
  return (
    <div className={styles.kpis}>
      <Kpi
        label="Patients"
        icon="users"
        loading={loading}
        value={<FigureLink to="/patients" text={formatNumber(data?.patient_count)} />}
        hint={`${formatNumber(data?.living_patient_count)} living`}
      />
      <Kpi
        label="High risk"
        icon="heart-pulse"
        loading={loading}
        value={
          <FigureLink
            to="/patients?risk_band=high&deceased=false&sort=-risk_score"
            text={formatNumber(data?.high_risk_patient_count)}
          />
        }
        hint={`${formatNumber(data?.follow_up_count)} flagged for follow-up`}
      />
      <Kpi
        label="Visits, 12 months"
        icon="calendar"
        loading={loading}
        value={formatNumber(data?.encounters_last_12_months)}
        hint={`${formatNumber(data?.encounter_count)} in all`}
      />
      <Kpi
        label="Active doctors"
        icon="stethoscope"
        loading={loading}
        value={<FigureLink to="/doctors" text={formatNumber(data?.active_provider_count)} />}
        hint={`of ${formatNumber(data?.provider_count)}`}
      />
      <Kpi
        label="Cost, 12 months"
        icon="wallet"
        loading={loading}
        value={formatCompactMoney(data?.cost_last_12_months)}
        hint="billed for visits"
      />
    </div>
  );
}

function FigureLink({ to, text }: { readonly to: string; readonly text: string }) {
  return (
    <Anchor component={PluginLink} to={to} inherit c="inherit">
      {text}
    </Anchor>
  );
}
