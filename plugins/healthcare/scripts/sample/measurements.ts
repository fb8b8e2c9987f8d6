import { yearsBetween } from './calendar.ts';
import { chronicIllnesses, diabetes, hypertension, type Panel, prediabetes } from './illnesses.ts';
import type { Diagnosis, Person } from './population.ts';

/** A measured value, by its LOINC code. */
export interface Measurement {
  category: 'vital-signs' | 'laboratory' | 'survey';
  code: string;
  title: string;
  value: string;
  unit: string;
  type: 'numeric' | 'text';
}

/** Vital signs of every check-up. */
export function measureVitalSigns(person: Person, at: number, active: readonly Diagnosis[]): Measurement[] {
  const { random } = person;
  const age = yearsBetween(person.birth, at);
  const height = heightAt(person, age);
  const bmi = Math.max(13, bmiAt(person, age) + random.bell(0, 0.4));
  const raised = isActive(active, hypertension.code) ? 16 : 0;
  const base = age < 18 ? 100 + age : 112 + age / 8;
  return [
    vital('8302-2', 'Body Height', height, 1, 'cm'),
    vital('29463-7', 'Body Weight', bmi * (height / 100) ** 2, 1, 'kg'),
    vital('39156-5', 'Body mass index (BMI) [Ratio]', bmi, 1, 'kg/m2'),
    vital('8480-6', 'Systolic Blood Pressure', random.bell(base + raised, 7), 0, 'mm[Hg]'),
    vital('8462-4', 'Diastolic Blood Pressure', random.bell(base * 0.62 + raised * 0.6, 5), 0, 'mm[Hg]'),
    vital('8867-4', 'Heart rate', random.bell(age < 10 ? 95 : 74, 7), 0, '/min'),
    vital('9279-1', 'Respiratory rate', random.bell(14.5, 1), 0, '/min'),
  ];
}

/** What is asked at a yearly check-up. */
export function askSurvey(person: Person): Measurement[] {
  const smoker = person.smoker ? 'Smokes tobacco daily (finding)' : 'Never smoked tobacco (finding)';
  const pain = Math.max(0, Math.round(person.random.bell(1.6, 1.5)));
  return [
    {
      category: 'survey',
      code: '72166-2',
      title: 'Tobacco smoking status',
      value: smoker,
      unit: '',
      type: 'text',
    },
    {
      ...measurement(
        '72514-3',
        'Pain severity - 0-10 verbal numeric rating [Score] - Reported',
        pain,
        0,
        '{score}',
      ),
      category: 'survey',
    },
  ];
}

/** The panels that the open diagnoses call for; `routine` adds a lipid panel. */
export function measureLaboratory(
  person: Person,
  active: readonly Diagnosis[],
  at: number,
  routine: boolean,
) {
  const panels = new Set<Panel>(active.flatMap(({ illness }) => illness.panels));
  if (routine) panels.add('lipids');
  return [...panels].sort().flatMap((panel) => panelMeasurements[panel](person, active, at));
}

const panelMeasurements: Record<
  Panel,
  (p: Person, active: readonly Diagnosis[], at: number) => Measurement[]
> = {
  glucose: ({ random }, active, at) => {
    const hba1c = Math.max(4.6, random.bell(expectedHba1c(active, at), 0.25));
    return [
      measurement('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', hba1c, 1, '%'),
      // The estimated average glucose that belongs to this HbA1c.
      measurement('2339-0', 'Glucose [Mass/volume] in Blood', 28.7 * hba1c - 46.7, 0, 'mg/dL'),
    ];
  },
  lipids: ({ random }, active) => {
    const raised = isActive(active, hyperlipidemiaCode) ? 38 : 0;
    const [ldl, hdl, triglycerides] = [
      random.bell(100 + raised, 13),
      random.bell(56, 8),
      random.bell(118 + raised, 22),
    ];
    return [
      measurement(
        '2093-3',
        'Cholesterol [Mass/volume] in Serum or Plasma',
        ldl + hdl + triglycerides / 5,
        0,
        'mg/dL',
      ),
      measurement('18262-6', 'Low Density Lipoprotein Cholesterol', ldl, 0, 'mg/dL'),
      measurement('2085-9', 'High Density Lipoprotein Cholesterol', hdl, 0, 'mg/dL'),
      measurement('2571-8', 'Triglycerides', triglycerides, 0, 'mg/dL'),
    ];
  },
  kidney: ({ random }, active) => {
    const impaired = isActive(active, kidneyDiseaseCode);
    return [
      measurement('38483-4', 'Creatinine', random.bell(impaired ? 1.7 : 0.9, 0.1), 2, 'mg/dL'),
      measurement(
        '33914-3',
        'Glomerular filtration rate/1.73 sq M.predicted',
        random.bell(impaired ? 45 : 88, 5),
        0,
        'mL/min',
      ),
    ];
  },
};

const [hyperlipidemiaCode, kidneyDiseaseCode] = [
  'Hyperlipidemia',
  'Chronic kidney disease stage 3 (disorder)',
].map((title) => chronicIllnesses.find((illness) => illness.title === title)?.code ?? '') as [string, string];

/** High at diagnosis, lower as treatment works over the first years, then slowly up again. */
function expectedHba1c(active: readonly Diagnosis[], at: number): number {
  const diabetic = active.find(({ illness }) => illness.code === diabetes.code);
  if (diabetic === undefined) return isActive(active, prediabetes.code) ? 6.0 : 5.3;
  const years = yearsBetween(diabetic.onset, at);
  return years < 2 ? 8.4 - 0.7 * years : Math.min(8.6, 7.0 + 0.08 * (years - 2));
}

function isActive(active: readonly Diagnosis[], code: string): boolean {
  return active.some(({ illness }) => illness.code === code);
}

/** Age and part of the adult height, from growth charts, rounded. */
const growth: readonly (readonly [number, number])[] = [
  [0, 0.29],
  [1, 0.44],
  [2, 0.5],
  [5, 0.64],
  [10, 0.81],
  [14, 0.94],
  [18, 1],
];

function heightAt({ adult_height: adult }: Person, age: number): number {
  const after = growth.findIndex(([until]) => until > age);
  const [from, to] = [growth[after - 1], growth[after]];
  if (from === undefined || to === undefined) return adult;
  return adult * (from[1] + ((to[1] - from[1]) * (age - from[0])) / (to[0] - from[0]));
}

/** Children weigh alike; the adult's own BMI shows between 12 and 25, and creeps up until 60. */
function bmiAt({ adult_bmi: adult }: Person, age: number): number {
  const grown = Math.min(1, Math.max(0, (age - 12) / 13));
  return 16.5 + (adult - 16.5) * grown + Math.min(60, Math.max(0, age - 25)) * 0.03;
}

function vital(code: string, title: string, value: number, digits: number, unit: string): Measurement {
  return { ...measurement(code, title, value, digits, unit), category: 'vital-signs' };
}

function measurement(code: string, title: string, value: number, digits: number, unit: string): Measurement {
  return { category: 'laboratory', code, title, value: value.toFixed(digits), unit, type: 'numeric' };
}
