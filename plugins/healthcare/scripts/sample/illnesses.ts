/** A medication, by its RxNorm code. */
export interface Drug {
  code: string;
  title: string;
  /** Price of one dispense (a month), in cents. */
  cents: number;
}

/** A procedure, by its SNOMED CT code. */
export interface ProcedureKind {
  code: string;
  title: string;
  cents: number;
  minutes: number;
}

export type EncounterClass =
  | 'wellness'
  | 'ambulatory'
  | 'outpatient'
  | 'urgentcare'
  | 'emergency'
  | 'inpatient';

/** Laboratory panels that a condition calls for. */
export type Panel = 'glucose' | 'lipids' | 'kidney';

/** A worsening that brings the patient to a hospital. */
export interface Crisis {
  code: string;
  title: string;
  encounter_class: EncounterClass;
  chance_per_year: number;
  procedures: readonly ProcedureKind[];
}

/** A condition that stays, by its SNOMED CT code. */
export interface ChronicIllness {
  code: string;
  title: string;
  /** Onset is drawn between these ages. */
  ages: readonly [number, number];
  lifetime_chance: number;
  speciality?: string;
  drugs: readonly Drug[];
  panels: readonly Panel[];
  crisis?: Crisis;
  /** Whether it alone brings the patient to regular check-ups. */
  follow_up: boolean;
}

/** A condition that passes, by its SNOMED CT code. */
export interface AcuteIllness {
  code: string;
  title: string;
  ages: readonly [number, number];
  encounter_class: EncounterClass;
  /** How often, beside the others. */
  weight: number;
  days: readonly [number, number];
  drugs: readonly Drug[];
  procedures: readonly ProcedureKind[];
}

const drug = (code: string, title: string, cents: number): Drug => ({ code, title, cents });
const procedure = (code: string, title: string, cents: number, minutes: number): ProcedureKind => ({
  code,
  title: `${title} (procedure)`,
  cents,
  minutes,
});

const acetaminophen = drug('313782', 'Acetaminophen 325 MG Oral Tablet', 620);
const amoxicillin = drug('308182', 'Amoxicillin 250 MG Oral Capsule', 1240);
const albuterol = drug('745752', '200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler', 5_860);
const chestXray = procedure('399208008', 'Plain X-ray of chest', 39_500, 20);
const electrocardiogram = procedure('29303009', 'Electrocardiographic procedure', 41_200, 15);

export const wellnessProcedures: readonly ProcedureKind[] = [
  procedure('430193006', 'Medication reconciliation', 29_800, 15),
  procedure('171207006', 'Depression screening', 19_700, 15),
];

export const obesity: ChronicIllness = {
  code: '162864005',
  title: 'Body mass index 30+ - obesity (finding)',
  ages: [20, 55],
  lifetime_chance: 1,
  drugs: [],
  panels: ['lipids', 'glucose'],
  follow_up: false,
};

export const prediabetes: ChronicIllness = {
  code: '15777000',
  title: 'Prediabetes',
  ages: [28, 70],
  lifetime_chance: 0.32,
  drugs: [],
  panels: ['glucose'],
  follow_up: false,
};

/** Follows prediabetes; it is never drawn by itself. */
export const diabetes: ChronicIllness = {
  code: '44054006',
  title: 'Diabetes',
  ages: [33, 80],
  lifetime_chance: 0.45,
  speciality: 'ENDOCRINOLOGY',
  drugs: [drug('860975', '24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet', 1_480)],
  panels: ['glucose', 'lipids', 'kidney'],
  follow_up: true,
};

export const hypertension: ChronicIllness = {
  code: '59621000',
  title: 'Hypertension',
  ages: [30, 75],
  lifetime_chance: 0.42,
  drugs: [
    drug('314076', 'lisinopril 10 MG Oral Tablet', 910),
    drug('310798', 'Hydrochlorothiazide 25 MG Oral Tablet', 760),
  ],
  panels: ['kidney'],
  follow_up: true,
};

export const chronicIllnesses: readonly ChronicIllness[] = [
  hypertension,
  {
    code: '55822004',
    title: 'Hyperlipidemia',
    ages: [35, 75],
    lifetime_chance: 0.34,
    drugs: [drug('314231', 'Simvastatin 10 MG Oral Tablet', 880)],
    panels: ['lipids'],
    follow_up: false,
  },
  {
    code: '53741008',
    title: 'Coronary Heart Disease',
    ages: [50, 80],
    lifetime_chance: 0.16,
    speciality: 'CARDIOLOGY',
    drugs: [drug('309362', 'Clopidogrel 75 MG Oral Tablet', 2_150)],
    panels: ['lipids'],
    follow_up: true,
    crisis: {
      code: '22298006',
      title: 'Myocardial Infarction',
      encounter_class: 'inpatient',
      chance_per_year: 0.025,
      procedures: [
        electrocardiogram,
        procedure('415070008', 'Percutaneous coronary intervention', 1_845_000, 90),
      ],
    },
  },
  {
    code: '49436004',
    title: 'Atrial Fibrillation',
    ages: [60, 85],
    lifetime_chance: 0.08,
    speciality: 'CARDIOLOGY',
    drugs: [drug('855332', 'Warfarin Sodium 5 MG Oral Tablet', 1_020)],
    panels: ['kidney'],
    follow_up: true,
  },
  {
    code: '88805009',
    title: 'Chronic congestive heart failure (disorder)',
    ages: [62, 88],
    lifetime_chance: 0.07,
    speciality: 'CARDIOLOGY',
    drugs: [drug('313988', 'Furosemide 40 MG Oral Tablet', 740)],
    panels: ['kidney'],
    follow_up: true,
    crisis: {
      code: '195111005',
      title: 'Decompensated cardiac failure (disorder)',
      encounter_class: 'inpatient',
      chance_per_year: 0.12,
      procedures: [chestXray, electrocardiogram],
    },
  },
  {
    code: '195967001',
    title: 'Asthma',
    ages: [4, 40],
    lifetime_chance: 0.1,
    speciality: 'PULMONARY DISEASE',
    drugs: [
      albuterol,
      drug('895994', '120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler', 7_930),
    ],
    panels: [],
    follow_up: false,
    crisis: {
      code: '708038006',
      title: 'Acute exacerbation of asthma (disorder)',
      encounter_class: 'emergency',
      chance_per_year: 0.08,
      procedures: [chestXray],
    },
  },
  {
    code: '185086009',
    title: 'Chronic obstructive bronchitis (disorder)',
    ages: [50, 78],
    lifetime_chance: 0.09,
    speciality: 'PULMONARY DISEASE',
    drugs: [albuterol],
    panels: [],
    follow_up: true,
    crisis: {
      code: '195951007',
      title: 'Acute exacerbation of chronic obstructive airways disease (disorder)',
      encounter_class: 'emergency',
      chance_per_year: 0.15,
      procedures: [chestXray],
    },
  },
  {
    code: '370143000',
    title: 'Major depressive disorder (disorder)',
    ages: [16, 70],
    lifetime_chance: 0.14,
    speciality: 'PSYCHIATRY',
    drugs: [drug('312941', 'Sertraline 50 MG Oral Tablet', 1_110)],
    panels: [],
    follow_up: true,
  },
  {
    code: '239873007',
    title: 'Osteoarthritis of knee',
    ages: [48, 80],
    lifetime_chance: 0.22,
    speciality: 'ORTHOPEDIC SURGERY',
    drugs: [drug('849574', 'Naproxen sodium 220 MG Oral Tablet', 690)],
    panels: [],
    follow_up: false,
  },
  {
    code: '433144002',
    title: 'Chronic kidney disease stage 3 (disorder)',
    ages: [55, 85],
    lifetime_chance: 0.09,
    speciality: 'NEPHROLOGY',
    drugs: [],
    panels: ['kidney'],
    follow_up: true,
  },
];

const anyAge = [0, 120] as const;

export const acuteIllnesses: readonly AcuteIllness[] = [
  acute('444814009', 'Viral sinusitis (disorder)', 'ambulatory', 18, [7, 21], { drugs: [acetaminophen] }),
  acute('195662009', 'Acute viral pharyngitis (disorder)', 'ambulatory', 16, [7, 14], {}),
  acute('10509002', 'Acute bronchitis (disorder)', 'ambulatory', 12, [7, 21], { drugs: [acetaminophen] }),
  acute('65363002', 'Otitis media', 'ambulatory', 14, [7, 28], { ages: [0, 14], drugs: [amoxicillin] }),
  acute('307426000', 'Acute infective cystitis (disorder)', 'urgentcare', 7, [5, 10], {
    ages: [16, 120],
    drugs: [drug('311989', 'Nitrofurantoin 5 MG/ML Oral Suspension', 2_640)],
  }),
  acute('44465007', 'Sprain of ankle', 'urgentcare', 8, [14, 35], { ages: [6, 75], drugs: [acetaminophen] }),
  acute('283371005', 'Laceration of forearm', 'emergency', 4, [10, 21], {
    procedures: [procedure('288086009', 'Suture open wound', 41_700, 30)],
  }),
  acute('62106007', 'Concussion with no loss of consciousness', 'emergency', 2, [14, 60], {
    ages: [5, 90],
    procedures: [procedure('303653007', 'Computed tomography of head', 98_400, 30)],
  }),
  acute('263102004', 'Fracture subluxation of wrist', 'emergency', 3, [30, 90], {
    drugs: [acetaminophen],
    procedures: [procedure('60027007', 'Radiography of wrist', 31_900, 20)],
  }),
  acute('74400008', 'Appendicitis', 'inpatient', 1, [7, 14], {
    ages: [6, 60],
    procedures: [procedure('80146002', 'Excision of appendix', 1_120_000, 80)],
  }),
  acute('233604007', 'Pneumonia', 'inpatient', 2, [14, 28], {
    ages: [40, 120],
    drugs: [amoxicillin],
    procedures: [chestXray],
  }),
];

function acute(
  code: string,
  title: string,
  encounterClass: EncounterClass,
  weight: number,
  days: readonly [number, number],
  rest: Partial<Pick<AcuteIllness, 'ages' | 'drugs' | 'procedures'>>,
): AcuteIllness {
  return {
    code,
    title,
    encounter_class: encounterClass,
    weight,
    days,
    ages: rest.ages ?? anyAge,
    drugs: rest.drugs ?? [],
    procedures: rest.procedures ?? [],
  };
}
