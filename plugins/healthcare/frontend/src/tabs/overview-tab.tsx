import { PluginLink } from '@honeyframe/sdk/frontend';
import {
  Anchor,
  Card,
  Fields,
  formatCompactMoney,
  formatCount,
  formatDate,
  formatMoney,
  formatNumber,
  formatPercent,
  Kpi,
  KpiRow,
  Text,
} from '@honeyframe/sdk/ui';
import type { PatientDemographics, PatientRecord } from '../../../backend/schemas/patient-record.ts';
import { CostsByYear } from '../components/costs-by-year.tsx';
import { OpenConditions } from '../components/open-conditions.tsx';
import { VitalsCard } from '../components/vitals-card.tsx';
import styles from '../healthcare.module.css';
import { capitalise } from '../words.ts';

/** What a clinician wants to know before the door opens. */
export function OverviewTab({ record }: { readonly record: PatientRecord }) {
  const { patient } = record;
  return (
    <div className={styles.stack}>
      <Figures patient={patient} />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <VitalsCard patientId={patient.patient_id} height={250} />
          <Card title="Costs by year">
            <CostsByYear years={record.costs_by_year} />
          </Card>
        </div>
        <div className={styles.stack}>
          <OpenConditions patientId={patient.patient_id} />
          <CareTeam team={record.care_team} />
          <Demographics patient={patient} />
        </div>
      </div>
    </div>
  );
}

function Figures({ patient }: { readonly patient: PatientDemographics }) {
  const covered = patient.total_cost > 0 ? patient.payer_coverage / patient.total_cost : null;
  return (
    <KpiRow>
      <Kpi
        label="Visits, 12 months"
        icon="calendar"
        value={formatNumber(patient.encounters_last_12_months)}
        hint={`${formatNumber(patient.encounter_count)} since ${formatDate(patient.first_encounter_at)}`}
      />
      <Kpi
        label="Open conditions"
        icon="clipboard-list"
        value={formatNumber(patient.active_condition_count)}
        hint={`${patient.chronic_condition_count} chronic`}
      />
      <Kpi
        label="Current medications"
        icon="pill"
        value={formatNumber(patient.active_medication_count)}
        hint={`${formatMoney(patient.medication_cost)} in all`}
      />
      <Kpi
        label="Last seen"
        icon="clock"
        value={formatDate(patient.last_encounter_at)}
        hint={patient.primary_provider_name ?? 'No regular clinician'}
      />
      <Kpi
        label="Cost, total"
        icon="wallet"
        value={formatCompactMoney(patient.total_cost)}
        hint={`${formatPercent(covered)} paid by insurers`}
      />
    </KpiRow>
  );
}

function CareTeam({ team }: { readonly team: PatientRecord['care_team'] }) {
  return (
    <Card title="Care team">
      {team.length === 0 ? <Text c="dimmed">Nobody has seen this patient yet.</Text> : null}
      <ul className={styles.list}>
        {team.map((member) => (
          <li key={member.provider_id}>
            <div>
              <Anchor component={PluginLink} to={`/doctors/${member.provider_id}`} size="sm" fw={550}>
                {member.name}
              </Anchor>
              <div className={styles.itemDetail}>
                {[member.speciality, member.organization_name].filter(Boolean).join(' · ')}
              </div>
            </div>
            <div className={styles.itemDetail} data-align="right">
              {formatCount(member.encounter_count, 'visit')}
              <br />
              {formatDate(member.last_encounter_at)}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Demographics({ patient }: { readonly patient: PatientDemographics }) {
  const city = [patient.city, patient.state, patient.zip].filter(Boolean).join(', ');
  return (
    <Card title="Person">
      <Fields
        items={[
          { label: 'Date of birth', value: formatDate(patient.birth_date) },
          { label: 'Sex', value: capitalise(patient.sex) },
          { label: 'Race and ethnicity', value: toOrigin(patient) },
          { label: 'Marital status', value: capitalise(patient.marital_status) },
          { label: 'Address', value: [patient.address, city].filter(Boolean).join(', ') },
          { label: 'Insurer', value: patient.payer_name },
          { label: 'Social security number', value: patient.ssn },
          { label: 'Patient ID', value: <span className={styles.fullId}>{patient.patient_id}</span> },
        ]}
      />
    </Card>
  );
}

function toOrigin({ race, ethnicity }: PatientDemographics): string {
  const origin = ethnicity === 'nonhispanic' ? 'not Hispanic' : ethnicity;
  return [capitalise(race), origin].filter(Boolean).join(', ');
}
