const encounterClasses: Readonly<Record<string, string>> = {
  wellness: 'Wellness visit',
  ambulatory: 'Ambulatory',
  outpatient: 'Outpatient',
  urgentcare: 'Urgent care',
  emergency: 'Emergency',
  inpatient: 'Inpatient',
  hospice: 'Hospice',
  home: 'Home visit',
  snf: 'Skilled nursing',
  virtual: 'Virtual visit',
};

/** `urgentcare` → `Urgent care`. */
export function toClassName(encounterClass: string): string {
  return encounterClasses[encounterClass] ?? capitalise(encounterClass);
}

export function capitalise(text: string | null): string {
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : '';
}

/** The beginning of the identifier: enough to tell two people of one name apart, short enough to read out. */
export function toShortId(patientId: string): string {
  return patientId.slice(0, 8).toUpperCase();
}

/** UCUM as people write it: `mm[Hg]` → `mmHg`, `kg/m2` → `kg/m²`, `{score}` → nothing. */
export function toUnit(unit: string | null): string {
  if (!unit) return '';
  return unit
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/[[\]]/g, '')
    .replace('m2', 'm²')
    .replace(/^\/min$/, 'per min')
    .replace(/\/$/, '');
}

/** Synthea's long LOINC names, shortened for charts and rows. */
export function toMeasureName(title: string): string {
  return title
    .replace(/ \[.*$/, '')
    .replace(/ in (Serum|Blood|Urine|Plasma)\b.*$/, '')
    .replace('Hemoglobin A1c/Hemoglobin.total', 'Hemoglobin A1c')
    .replace('Body mass index (BMI)', 'Body mass index')
    .replace(' - 0-10 verbal numeric rating', '');
}

export function toPlace(city: string | null, state: string | null): string {
  return [city, state].filter(Boolean).join(', ');
}
