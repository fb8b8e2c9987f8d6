import { addMinutes, asOf, formatTime, yearsBetween } from './calendar.ts';
import { type Chart, type Encounter, type Reason, reasonOf } from './chart.ts';
import { formatCents, type SampleRow } from './csv-tables.ts';
import type { Drug } from './illnesses.ts';

/** Prescribes what the visit calls for: a course for a passing illness, a renewal for a chronic one. */
export function recordPrescriptions(chart: Chart, encounter: Encounter): void {
  const { occasion } = encounter;
  if (occasion.kind === 'acute') {
    for (const drug of occasion.illness.drugs) prescribeCourse(chart, encounter, drug, occasion.ends);
  }
  if (occasion.kind === 'acute' || occasion.kind === 'crisis') return;
  for (const { illness } of encounter.active) {
    for (const drug of illness.drugs) renew(chart, encounter, drug, illness);
  }
}

/** A prescription is renewed at the first visit after about a year, as a row of its own. */
function renew(chart: Chart, encounter: Encounter, drug: Drug, reason: Reason): void {
  const current = chart.prescriptions.get(drug.code);
  if (current !== undefined && yearsBetween(current.since, encounter.at) < 0.9) return;
  if (current !== undefined) current.row.STOP = formatTime(encounter.at);
  const until = Math.min(chart.person.death ?? asOf, addMinutes(encounter.at, 365 * 1440));
  const months = Math.max(1, Math.round(yearsBetween(encounter.at, until) * 12));
  const row = prescribe(chart, encounter, drug, months, reason);
  chart.prescriptions.set(drug.code, { row, since: encounter.at });
}

function prescribeCourse(chart: Chart, encounter: Encounter, drug: Drug, ends: number): void {
  const row = prescribe(chart, encounter, drug, 1, reasonOf(encounter.occasion));
  if (ends < (chart.person.death ?? asOf)) row.STOP = formatTime(ends);
}

function prescribe(
  chart: Chart,
  encounter: Encounter,
  drug: Drug,
  dispenses: number,
  reason: Reason | undefined,
) {
  const total = drug.cents * dispenses;
  const covered = Math.floor(total * encounter.payer.share);
  const row: SampleRow<'medications'> = {
    START: formatTime(encounter.at),
    PATIENT: chart.person.id,
    PAYER: encounter.payer.id,
    ENCOUNTER: encounter.id,
    CODE: drug.code,
    DESCRIPTION: drug.title,
    BASE_COST: formatCents(drug.cents),
    PAYER_COVERAGE: formatCents(covered),
    DISPENSES: dispenses,
    TOTALCOST: formatCents(total),
    REASONCODE: reason?.code,
    REASONDESCRIPTION: reason?.title,
  };
  chart.bills.push({ payer: encounter.payer, kind: 'medication', total, covered });
  chart.tables.medications.push(row);
  return row;
}
