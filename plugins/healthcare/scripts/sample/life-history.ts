import { addMinutes, asOf, formatDate, formatTime, yearsBetween } from './calendar.ts';
import { type CareNetwork, findProvider, type Payer, type Provider } from './care-network.ts';
import { type Bill, type Chart, type Encounter, reasonOf } from './chart.ts';
import { formatCents, type SampleTables } from './csv-tables.ts';
import { type ProcedureKind, wellnessProcedures } from './illnesses.ts';
import { askSurvey, type Measurement, measureLaboratory, measureVitalSigns } from './measurements.ts';
import type { Person } from './population.ts';
import { recordPrescriptions } from './prescriptions.ts';
import { createId } from './random.ts';
import { type Occasion, planVisits } from './visits.ts';

export interface LifeHistoryOptions {
  seed: number;
  person: Person;
  network: CareNetwork;
  tables: SampleTables;
}

export interface LifeHistory {
  bills: readonly Bill[];
  /** One entry an encounter. */
  providers: readonly Provider[];
}

/** Writes everything that happened to a person into the tables. */
export function recordLifeHistory(options: LifeHistoryOptions): LifeHistory {
  const chart: Chart = { ...options, bills: [], providers: [], prescriptions: new Map() };
  planVisits(chart.person).forEach((visit, index) => {
    recordVisit(chart, {
      ...visit,
      id: createId(chart.seed, `encounter/${chart.person.id}/${index}`),
      payer: payerAt(chart, visit.at),
      active: chart.person.diagnoses.filter(
        ({ onset, end }) => onset <= visit.at && (end ?? asOf) > visit.at,
      ),
    });
  });
  return chart;
}

function recordVisit(chart: Chart, encounter: Encounter): void {
  recordCondition(chart, encounter);
  const procedures = proceduresOf(encounter.occasion);
  for (const procedure of procedures) recordProcedure(chart, encounter, procedure);
  recordEncounter(chart, encounter, procedures);
  recordPrescriptions(chart, encounter);
  for (const measurement of measure(chart, encounter)) recordMeasurement(chart, encounter, measurement);
}

function recordCondition({ person, tables }: Chart, { occasion, at, id }: Encounter): void {
  const reason = reasonOf(occasion);
  if (reason === undefined || occasion.kind === 'follow-up') return;
  tables.conditions.push({
    START: formatDate(at),
    STOP: optionalDate(endOf(occasion, at), person.death ?? asOf),
    PATIENT: person.id,
    ENCOUNTER: id,
    CODE: reason.code,
    DESCRIPTION: reason.title,
  });
}

/** A crisis is over when the patient leaves; a diagnosis stays until another replaces it. */
function endOf(occasion: Occasion, at: number): number | undefined {
  if (occasion.kind === 'acute') return occasion.ends;
  if (occasion.kind === 'crisis') return addMinutes(at, 14 * 1440);
  return occasion.kind === 'onset' ? occasion.diagnosis.end : undefined;
}

function optionalDate(time: number | undefined, end: number): string | undefined {
  return time !== undefined && time < end ? formatDate(time) : undefined;
}

function recordEncounter(chart: Chart, encounter: Encounter, procedures: readonly ProcedureKind[]): void {
  const { person, tables } = chart;
  const provider = providerOf(chart, encounter);
  const kind = encounterKinds[encounter.encounter_class];
  const total = kind.cents + procedures.reduce((sum, { cents }) => sum + cents, 0);
  const covered = Math.floor(total * encounter.payer.share);
  const reason = reasonOf(encounter.occasion);
  chart.providers.push(provider);
  chart.bills.push({ payer: encounter.payer, kind: 'encounter', total, covered });
  tables.encounters.push({
    Id: encounter.id,
    START: formatTime(encounter.at),
    STOP: formatTime(addMinutes(encounter.at, encounter.minutes)),
    PATIENT: person.id,
    ORGANIZATION: provider.organization.id,
    PROVIDER: provider.id,
    PAYER: encounter.payer.id,
    ENCOUNTERCLASS: encounter.encounter_class,
    CODE: kind.code,
    DESCRIPTION: kind.title,
    BASE_ENCOUNTER_COST: formatCents(kind.cents),
    TOTAL_CLAIM_COST: formatCents(total),
    PAYER_COVERAGE: formatCents(covered),
    REASONCODE: reason?.code,
    REASONDESCRIPTION: reason?.title,
  });
}

const encounterKinds = {
  wellness: { code: '162673000', title: 'General examination of patient (procedure)', cents: 13_680 },
  ambulatory: { code: '185347001', title: 'Encounter for problem (procedure)', cents: 8_555 },
  outpatient: { code: '390906007', title: 'Follow-up encounter', cents: 8_555 },
  urgentcare: { code: '702927004', title: 'Urgent care clinic (environment)', cents: 14_258 },
  emergency: { code: '50849002', title: 'Emergency room admission (procedure)', cents: 64_618 },
  inpatient: { code: '183452005', title: 'Encounter Inpatient', cents: 412_000 },
} as const;

function recordProcedure({ person, tables }: Chart, encounter: Encounter, procedure: ProcedureKind): void {
  const reason = reasonOf(encounter.occasion);
  tables.procedures.push({
    START: formatTime(encounter.at),
    STOP: formatTime(addMinutes(encounter.at, Math.min(procedure.minutes, encounter.minutes))),
    PATIENT: person.id,
    ENCOUNTER: encounter.id,
    CODE: procedure.code,
    DESCRIPTION: procedure.title,
    BASE_COST: formatCents(procedure.cents),
    REASONCODE: reason?.code,
    REASONDESCRIPTION: reason?.title,
  });
}

function measure({ person }: Chart, { occasion, at, active }: Encounter): Measurement[] {
  if (occasion.kind === 'acute' || occasion.kind === 'crisis') return [];
  const routine = occasion.kind === 'wellness' && yearsBetween(person.birth, at) >= 20;
  return [
    ...measureVitalSigns(person, at, active),
    ...(occasion.kind === 'wellness' ? askSurvey(person) : []),
    ...measureLaboratory(person, active, at, routine),
  ];
}

function recordMeasurement({ person, tables }: Chart, { at, id }: Encounter, measurement: Measurement): void {
  tables.observations.push({
    DATE: formatTime(at),
    PATIENT: person.id,
    ENCOUNTER: id,
    CATEGORY: measurement.category,
    CODE: measurement.code,
    DESCRIPTION: measurement.title,
    VALUE: measurement.value,
    UNITS: measurement.unit,
    TYPE: measurement.type,
  });
}

function proceduresOf(occasion: Occasion): readonly ProcedureKind[] {
  if (occasion.kind === 'wellness') return wellnessProcedures;
  if (occasion.kind === 'acute') return occasion.illness.procedures;
  return occasion.kind === 'crisis' ? occasion.crisis.procedures : [];
}

/** Emergencies go to the nearest hospital, follow-ups half the time to a specialist, the rest to the own doctor. */
function providerOf(
  { network, person }: Chart,
  { encounter_class: encounterClass, occasion }: Encounter,
): Provider {
  const nearest = (speciality: string) => findProvider(network, person.place, speciality);
  if (encounterClass === 'emergency') return nearest('EMERGENCY MEDICINE');
  const speciality =
    occasion.kind === 'crisis' || occasion.kind === 'follow-up'
      ? occasion.diagnosis.illness.speciality
      : undefined;
  if (encounterClass === 'inpatient') return nearest(speciality ?? 'EMERGENCY MEDICINE');
  if (encounterClass === 'urgentcare') return nearest('NURSE PRACTITIONER');
  return speciality !== undefined && person.random.chance(0.5) ? nearest(speciality) : person.doctor;
}

function payerAt({ network, person }: Chart, at: number): Payer {
  return yearsBetween(person.birth, at) >= 65 ? network.payers.medicare : person.early_payer;
}
