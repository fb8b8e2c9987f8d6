import { addDays, addYears, asOf, yearsBetween } from './calendar.ts';
import { type CareNetwork, findProvider, type Payer, type Provider } from './care-network.ts';
import { type ChronicIllness, chronicIllnesses, diabetes, obesity, prediabetes } from './illnesses.ts';
import {
  drawAddress,
  drawFirstName,
  drawLastName,
  type Place,
  places,
  type Sex,
} from './places-and-names.ts';
import { createId, createRandom, type Random } from './random.ts';

/** A chronic illness in one person's life. */
export interface Diagnosis {
  illness: ChronicIllness;
  onset: number;
  /** When another illness took its place. */
  end?: number;
}

export interface Person {
  id: string;
  /** The stream from which the rest of this life is drawn. */
  random: Random;
  sex: Sex;
  birth: number;
  death?: number;
  first_name: string;
  last_name: string;
  maiden_name?: string;
  marital: '' | 'S' | 'M' | 'D' | 'W';
  race: string;
  ethnicity: string;
  ssn: string;
  address: string;
  place: Place;
  smoker: boolean;
  adult_height: number;
  adult_bmi: number;
  diagnoses: readonly Diagnosis[];
  doctor: Provider;
  /** Insurer before 65; Medicare after. */
  early_payer: Payer;
}

export function createPerson(seed: number, index: number, network: CareNetwork): Person {
  const random = createRandom(seed, `patient/${index}`);
  const sex = random.pick(['F', 'M'] as const);
  const birth = drawBirth(random);
  const death = drawDeath(random, birth);
  const place = random.pick(places);
  const adultBmi = Math.min(44, Math.max(18, random.bell(27, 4.4)));
  const marital = drawMarital(random, yearsBetween(birth, death ?? asOf));
  return {
    id: createId(seed, `patient/${index}`),
    random,
    sex,
    birth,
    ...(death === undefined ? {} : { death }),
    first_name: drawFirstName(random, sex),
    last_name: drawLastName(random),
    ...(sex === 'F' && marital !== '' && marital !== 'S' ? { maiden_name: drawLastName(random) } : {}),
    marital,
    race: random.pick(['white', 'white', 'white', 'white', 'white', 'black', 'asian', 'other']),
    ethnicity: random.chance(0.13) ? 'hispanic' : 'nonhispanic',
    ssn: drawSsn(random),
    address: drawAddress(random),
    place,
    smoker: random.chance(0.14),
    adult_height: random.bell(sex === 'F' ? 162 : 176, 7),
    adult_bmi: adultBmi,
    diagnoses: drawDiagnoses(random, birth, death ?? asOf, adultBmi),
    doctor: findProvider(network, place, random.chance(0.75) ? 'GENERAL PRACTICE' : 'INTERNAL MEDICINE'),
    early_payer: drawPayer(random, network),
  };
}

function drawBirth(random: Random): number {
  const age = random.chance(0.12) ? random.integer(75, 95) : random.integer(0, 79);
  return addDays(addYears(asOf, -age), -random.integer(1, 364));
}

/** Only deaths of the last six years are told: whoever died earlier is not in the practice's files. */
function drawDeath(random: Random, birth: number): number | undefined {
  const age = yearsBetween(birth, asOf);
  const probability = age >= 80 ? 0.35 : age >= 60 ? 0.12 : 0.012;
  const daysAgo = random.integer(30, 6 * 365);
  return random.chance(probability) && age > 7 ? addDays(asOf, -daysAgo) : undefined;
}

function drawMarital(random: Random, age: number): Person['marital'] {
  if (age < 20) return '';
  if (age < 30) return random.pick(['S', 'S', 'S', 'M'] as const);
  if (age < 70) return random.pick(['S', 'M', 'M', 'M', 'D'] as const);
  return random.pick(['M', 'M', 'W', 'W', 'D', 'S'] as const);
}

/** 999 is never issued: a number of the sample can belong to nobody. */
function drawSsn(random: Random): string {
  return `999-${random.integer(10, 99)}-${random.integer(1000, 9999)}`;
}

function drawPayer(random: Random, { payers }: CareNetwork): Payer {
  const draw = random.next();
  if (draw < 0.06) return payers.none;
  return draw < 0.26 ? payers.medicaid : random.pick(payers.private);
}

function drawDiagnoses(random: Random, birth: number, end: number, bmi: number): Diagnosis[] {
  const onsetOf = ({ ages }: ChronicIllness) =>
    addDays(addYears(birth, random.integer(...ages)), random.integer(0, 364));
  const drawn = chronicIllnesses.flatMap((illness) =>
    // Drawn whether it is used or not: later draws must not depend on this one.
    [{ illness, onset: onsetOf(illness), happens: random.chance(illness.lifetime_chance) }].filter(
      (d) => d.happens,
    ),
  );
  const heavy = bmi >= 30 ? [{ illness: obesity, onset: onsetOf(obesity) }] : [];
  const sugar = drawDiabetes(random, onsetOf(prediabetes), bmi);
  return [...drawn, ...heavy, ...sugar]
    .filter(({ onset }) => onset < addDays(end, -30))
    .map((diagnosis) => withoutFutureEnd(diagnosis, end))
    .sort((a, b) => a.onset - b.onset);
}

/** Diabetes comes years after prediabetes and ends that record. */
function drawDiabetes(random: Random, onset: number, bmi: number): Diagnosis[] {
  if (!random.chance(prediabetes.lifetime_chance * (bmi >= 30 ? 1.8 : 1))) return [];
  const later = addDays(onset, random.integer(500, 3000));
  if (!random.chance(diabetes.lifetime_chance)) return [{ illness: prediabetes, onset }];
  return [
    { illness: prediabetes, onset, end: later },
    { illness: diabetes, onset: later },
  ];
}

function withoutFutureEnd({ illness, onset, end: replaced }: Diagnosis, end: number): Diagnosis {
  return replaced !== undefined && replaced < addDays(end, -30)
    ? { illness, onset, end: replaced }
    : { illness, onset };
}
