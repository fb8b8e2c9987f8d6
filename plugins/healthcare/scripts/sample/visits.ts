import { addDays, addMinutes, asOf, historyStart, startOfDay, yearsBetween } from './calendar.ts';
import { type AcuteIllness, acuteIllnesses, type Crisis, type EncounterClass } from './illnesses.ts';
import type { Diagnosis, Person } from './population.ts';
import type { Random } from './random.ts';

/** What a visit is about. */
export type Occasion =
  | { kind: 'wellness' }
  | { kind: 'onset'; diagnosis: Diagnosis }
  | { kind: 'follow-up'; diagnosis: Diagnosis }
  | { kind: 'crisis'; diagnosis: Diagnosis; crisis: Crisis }
  | { kind: 'acute'; illness: AcuteIllness; ends: number };

export interface Visit {
  at: number;
  minutes: number;
  encounter_class: EncounterClass;
  occasion: Occasion;
}

/** Every visit of a life, in order; those of the last ten years in full, before that only diagnoses. */
export function planVisits(person: Person): Visit[] {
  const end = person.death ?? asOf;
  return [...planWellness(person, end), ...planChronicCare(person, end), ...planAcuteCare(person, end)]
    .filter(({ at, minutes }) => at > person.birth && addMinutes(at, minutes) < end)
    .sort((a, b) => a.at - b.at);
}

function planWellness({ random, birth }: Person, end: number): Visit[] {
  const visits: Visit[] = [];
  // A whole year of first days, or the months in which nobody's year begins would look quiet in every chart.
  let day =
    birth < historyStart
      ? addDays(historyStart, random.integer(0, 370))
      : addDays(birth, random.integer(5, 40));
  while (day < end) {
    if (random.chance(0.88)) visits.push(createVisit(random, day, 'wellness', { kind: 'wellness' }));
    day = addDays(day, yearsBetween(birth, day) < 3 ? random.integer(80, 190) : random.integer(330, 410));
  }
  return visits;
}

function planChronicCare(person: Person, end: number): Visit[] {
  return person.diagnoses.flatMap((diagnosis) => [
    createVisit(person.random, diagnosis.onset, 'ambulatory', { kind: 'onset', diagnosis }),
    ...planFollowUps(person.random, diagnosis, end),
    ...planCrises(person.random, diagnosis, end),
  ]);
}

function planFollowUps(random: Random, diagnosis: Diagnosis, end: number): Visit[] {
  if (!diagnosis.illness.follow_up) return [];
  const visits: Visit[] = [];
  const interval = () => random.integer(150, 260);
  let day = addDays(Math.max(diagnosis.onset, historyStart), interval());
  while (day < end) {
    visits.push(createVisit(random, day, 'outpatient', { kind: 'follow-up', diagnosis }));
    day = addDays(day, interval());
  }
  return visits;
}

function planCrises(random: Random, diagnosis: Diagnosis, end: number): Visit[] {
  const { crisis } = diagnosis.illness;
  if (crisis === undefined) return [];
  const visits: Visit[] = [];
  for (let year = Math.max(diagnosis.onset, historyStart); year < end; year = addDays(year, 365)) {
    const day = addDays(year, random.integer(10, 360));
    const happens = random.chance(crisis.chance_per_year);
    if (happens)
      visits.push(createVisit(random, day, crisis.encounter_class, { kind: 'crisis', diagnosis, crisis }));
  }
  return visits;
}

function planAcuteCare({ random, birth }: Person, end: number): Visit[] {
  const visits: Visit[] = [];
  for (let year = Math.max(birth, historyStart); year < end; year = addDays(year, 365)) {
    const illness = drawAcuteIllness(random, yearsBetween(birth, year));
    const at = addDays(year, random.integer(5, 360));
    if (!random.chance(0.55)) continue;
    const ends = addDays(at, random.integer(...illness.days));
    visits.push(createVisit(random, at, illness.encounter_class, { kind: 'acute', illness, ends }));
  }
  return visits;
}

function drawAcuteIllness(random: Random, age: number): AcuteIllness {
  const possible = acuteIllnesses.filter(({ ages: [from, to] }) => age >= from && age <= to);
  return random.pick(possible.flatMap((illness) => Array<AcuteIllness>(illness.weight).fill(illness)));
}

/** Practices keep office hours (13–21 UTC is 8–16 in Massachusetts); emergencies keep none. */
function createVisit(random: Random, day: number, encounterClass: EncounterClass, occasion: Occasion): Visit {
  const urgent = encounterClass === 'emergency' || encounterClass === 'inpatient';
  const minute = urgent ? random.integer(0, 1439) : random.integer(13 * 60, 21 * 60);
  const stay =
    encounterClass === 'inpatient' ? random.integer(1, 6) * 1440 : urgent ? random.integer(60, 300) : 0;
  return {
    at: addMinutes(startOfDay(day), minute),
    minutes: stay > 0 ? stay : random.integer(15, 45),
    encounter_class: encounterClass,
    occasion,
  };
}
