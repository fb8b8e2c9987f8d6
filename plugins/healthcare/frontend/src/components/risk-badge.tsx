import { Badge, Tooltip } from '@honeyframe/sdk/ui';
import type { PatientRow } from '../../../backend/schemas/patient-list.ts';
import { capitalise } from '../words.ts';

const colors = { low: 'gray', moderate: 'honey', high: 'red' } as const;

interface RiskBadgeProps {
  readonly patient: Pick<PatientRow, 'risk_band' | 'risk_score'>;
  /** `High risk` instead of `High`, where no heading says what it is. */
  readonly long?: boolean;
}

/** How much attention a patient is likely to need. */
export function RiskBadge({ patient, long = false }: RiskBadgeProps) {
  const { risk_band, risk_score } = patient;
  const points = `${risk_score} ${risk_score === 1 ? 'point' : 'points'}`;
  return (
    <Tooltip label={`${points} for age, chronic conditions and recent acute care; no clinical score`}>
      <Badge color={colors[risk_band]} miw="max-content">
        {capitalise(risk_band)}
        {long ? ' risk' : ''}
      </Badge>
    </Tooltip>
  );
}
