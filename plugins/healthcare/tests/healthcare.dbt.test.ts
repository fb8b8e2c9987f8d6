import { chmod, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { DoctorPage, DoctorPatientPage, DoctorRecord } from '../backend/schemas/doctors.ts';
import type { EncountersByMonth, Kpis } from '../backend/schemas/overview.ts';
import type { AccessTrail, CareNote, CareNoteList } from '../backend/schemas/patient-care.ts';
import type { PatientPage, PatientRow } from '../backend/schemas/patient-list.ts';
import type {
  ConditionList,
  MedicationList,
  ObservationList,
  ObservationSeries,
  PatientCosts,
  PatientRecord,
  TimelinePage,
} from '../backend/schemas/patient-record.ts';

// The sample is generated, loaded and built by dbt as on a first start; all the rest reads what came of it.
const PATIENTS = 500;
const FIRST_BUILD_MS = 300_000;

let platform: TestPlatform;
let dataDir: string;
let admin: TestUser;
let viewer: TestUser;
let clinician: TestUser;

const plugins = path.resolve(import.meta.dirname, '../..');

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-healthcare-'));
  await chmod(dataDir, 0o711);
  await symlink(path.resolve(inject('pythonBin'), '../..'), path.join(dataDir, 'python'));
  platform = await startTestPlatform({
    plugins: [path.join(plugins, 'healthcare'), path.join(plugins, 'finance')],
    env: { DATA_DIR: dataDir },
  });
  ({ admin } = platform);
  viewer = await platform.createMember('viewer@example.org', ['clinical_viewer']);
  clinician = await platform.createMember('clinician@example.org', ['clinical_admin']);
  // Finance is built after healthcare, whose tables it reads.
  const built = async () => expect((await admin.fetch('/api/finance/costs')).status).toBe(200);
  await vi.waitFor(built, { timeout: FIRST_BUILD_MS, interval: 500 });
}, FIRST_BUILD_MS + 60_000);

afterAll(async () => {
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function get<T>(address: string, user: TestUser = viewer): Promise<T> {
  const response = await user.fetch(`/api/healthcare${address}`);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as T;
}

async function send(user: TestUser, method: string, address: string, body?: unknown) {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await user.fetch(`/api/healthcare${address}`, { method, headers, ...content });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const list = (query: string, user?: TestUser) => get<PatientPage>(`/patients?${query}`, user);

async function findPatient(query: string): Promise<PatientRow> {
  const [row] = (await list(`${query}&page_size=1`)).rows;
  if (!row) throw new Error(`No patient fits ${query}`);
  return row;
}

describe('the list of patients', () => {
  it('pages through everybody once', async () => {
    const ids = new Set<string>();
    for (let page = 1; page <= 3; page += 1) {
      const answer = await list(`page=${page}&page_size=200`);
      expect(answer.total).toBe(PATIENTS);
      for (const { patient_id } of answer.rows) ids.add(patient_id);
    }
    expect(ids.size).toBe(PATIENTS);
  });

  it('says when its tables were built', async () => {
    const { data_as_of } = await list('page_size=1');
    expect(Date.parse(data_as_of ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('finds a patient by parts of the name in any order and case, and by the beginning of the ID', async () => {
    const someone = await findPatient('sort=-total_cost');
    const [first = '', last = ''] = someone.display_name.split(' ');
    const words = encodeURIComponent(`${last.toUpperCase().slice(0, 4)} ${first.toLowerCase()}`);
    const byName = await list(`search=${words}`);
    expect(byName.rows.map((row) => row.patient_id)).toContain(someone.patient_id);
    const byId = await list(`search=${someone.patient_id.slice(0, 8).toUpperCase()}`);
    expect(byId.rows.map((row) => row.patient_id)).toEqual([someone.patient_id]);
  });

  it.each(["'", '%', '_', '"; drop table patients; --', "' or 1=1 --"])('takes %j for text', async (text) => {
    expect((await list(`search=${encodeURIComponent(text)}`)).total).toBe(0);
  });

  it('narrows by each filter, and by all together', async () => {
    const high = await list('risk_band=high&deceased=false&page_size=200');
    expect(high.total).toBeGreaterThan(0);
    expect(high.rows.every((row) => row.risk_band === 'high' && !row.is_deceased)).toBe(true);
    const women = await list('sex=female&page_size=1');
    const men = await list('sex=male&page_size=1');
    expect(women.total + men.total).toBe(PATIENTS);
    const { city } = high.rows[0] ?? {};
    const there = await list(`risk_band=high&deceased=false&city=${encodeURIComponent(city ?? '')}`);
    expect(there.total).toBe(high.rows.filter((row) => row.city === city).length);
  });

  it('narrows to an open condition', async () => {
    const { conditions } = await get<{ conditions: { code: string; patient_count: number }[] }>(
      '/patients/choices',
    );
    const [common] = conditions;
    expect((await list(`condition=${common?.code}`)).total).toBe(common?.patient_count);
  });

  it('sorts in both directions and refuses any other column', async () => {
    const ages = (await list('sort=-age&page_size=50')).rows.map((row) => row.age);
    expect(ages).toEqual(ages.toSorted((a, b) => b - a));
    const costs = (await list('sort=total_cost&page_size=50')).rows.map((row) => row.total_cost);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    const refused = await send(viewer, 'GET', '/patients?sort=ssn_last4');
    expect(refused).toMatchObject({ status: 400, body: { code: 'HF_CORE_INPUT_INVALID' } });
  });

  it('leaves as a file without social security numbers, and the log keeps who took how many', async () => {
    const response = await viewer.fetch('/api/healthcare/patients/export?risk_band=high');
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const lines = (await response.text()).trim().split('\r\n');
    const { total } = await list('risk_band=high');
    expect(lines).toHaveLength(total + 1);
    expect(lines[0]).not.toContain('ssn');
    const log = await admin.fetch('/api/audit?action=patient.list_exported');
    const { rows } = (await log.json()) as { rows: { actor: string; details: unknown }[] };
    expect(rows[0]).toMatchObject({
      actor: 'viewer@example.org',
      details: { count: total, filters: { risk_band: 'high' } },
    });
  });
});

describe('one patient', () => {
  it('shows who it is, with the social security number masked', async () => {
    const { patient_id } = await findPatient('sort=-total_cost');
    const record = await get<PatientRecord>(`/patients/${patient_id}`);
    expect(record.patient.ssn).toMatch(/^\*\*\*-\*\*-\d{4}$/);
    expect(record.patient.encounter_count).toBeGreaterThan(0);
    expect(record.care_team.length).toBeGreaterThan(0);
    const years = record.costs_by_year.reduce((sum, { total_cost }) => sum + total_cost, 0);
    expect(years).toBeCloseTo(record.patient.total_cost, 1);
  });

  it('answers 404 for an ID that nobody has, on every address below', async () => {
    for (const part of [
      '',
      '/timeline',
      '/conditions',
      '/notes',
      '/access',
      '/observations/series?codes=a',
    ]) {
      const answer = await send(viewer, 'GET', `/patients/nobody${part}`);
      expect(answer, part).toMatchObject({ status: 404, body: { code: 'HF_CORE_NOT_FOUND' } });
    }
    expect((await send(clinician, 'POST', '/patients/nobody/notes', { body: 'x' })).status).toBe(404);
  });

  it('tells what happened, newest first, and only the kinds asked for', async () => {
    const { patient_id } = await findPatient('sort=-encounters_last_12_months');
    const all = await get<TimelinePage>(`/patients/${patient_id}/timeline?page_size=200`);
    const dates = all.rows.map((event) => event.event_at);
    expect(dates).toEqual(dates.toSorted().toReversed());
    const kinds = 'condition,condition_end';
    const some = await get<TimelinePage>(`/patients/${patient_id}/timeline?page_size=200&kinds=${kinds}`);
    expect(some.rows.every((event) => kinds.split(',').includes(event.kind))).toBe(true);
    expect(some.total).toBeLessThan(all.total);
  });

  it('lists open conditions first, each drug once, and the latest of each observation', async () => {
    const { patient_id } = await findPatient('risk_band=high&sort=-total_cost');
    const conditions = await get<ConditionList>(`/patients/${patient_id}/conditions`);
    const firstClosed = conditions.rows.findIndex((row) => !row.is_active);
    expect(conditions.rows.slice(Math.max(0, firstClosed)).some((row) => row.is_active)).toBe(
      firstClosed < 0,
    );
    const { rows: drugs } = await get<MedicationList>(`/patients/${patient_id}/medications`);
    expect(new Set(drugs.map((row) => row.code)).size).toBe(drugs.length);
    const { rows: measured } = await get<ObservationList>(`/patients/${patient_id}/observations`);
    const weight = measured.find((row) => row.code === '29463-7');
    const { points } = await get<ObservationSeries>(
      `/patients/${patient_id}/observations/series?codes=29463-7`,
    );
    expect(points).toHaveLength(weight?.observation_count ?? -1);
    expect(points.at(-1)?.observed_at).toBe(weight?.latest_at);
    const costs = await get<PatientCosts>(`/patients/${patient_id}/costs`);
    expect(costs.by_class.length).toBeGreaterThan(0);
  });

  it('records each opening before it answers, with the ID, and shows who looked', async () => {
    const { patient_id } = await findPatient('sort=age');
    await get(`/patients/${patient_id}`);
    await get(`/patients/${patient_id}/conditions`);
    const { rows } = await get<AccessTrail>(`/patients/${patient_id}/access`, clinician);
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['viewer@example.org', 'patient.opened'],
    ]);
  });

  it('leaves a trace also where only a part is read', async () => {
    const { patient_id } = await findPatient('sort=-age');
    await get(`/patients/${patient_id}/medications`, clinician);
    const { rows } = await get<AccessTrail>(`/patients/${patient_id}/access`);
    expect(rows[0]).toMatchObject({ actor: 'clinician@example.org', action: 'patient.opened' });
  });
});

describe('what the care team writes', () => {
  it('takes a note from who may edit, and shows it to who may read', async () => {
    const { patient_id } = await findPatient('sort=city');
    const body = "Agreed on a walk a day; '); drop table care_notes; --";
    const written = await send(clinician, 'POST', `/patients/${patient_id}/notes`, { body });
    expect(written.status).toBe(201);
    const note = written.body as CareNote;
    expect(await get<CareNoteList>(`/patients/${patient_id}/notes`)).toEqual({ rows: [note] });
    expect(note).toMatchObject({ body, author_name: expect.any(String) });
    const { rows } = await get<AccessTrail>(`/patients/${patient_id}/access`);
    expect(rows.map(({ action }) => action)).toContain('patient.note_added');
    expect((await get<PatientRecord>(`/patients/${patient_id}`)).note_count).toBe(1);
  });

  it.each([{ body: '' }, { body: '   ' }, { body: 'x'.repeat(4001) }, {}, { body: 5 }])(
    'refuses a note without words, or with too many (%#)',
    async (note) => {
      const { patient_id } = await findPatient('sort=city');
      const answer = await send(clinician, 'POST', `/patients/${patient_id}/notes`, note);
      expect(answer).toMatchObject({ status: 400, body: { code: 'HF_CORE_INPUT_INVALID' } });
    },
  );

  it('names the missing permission to who may only read', async () => {
    const { patient_id } = await findPatient('sort=city');
    const refused = { status: 403, body: { context: { permission: 'patient.edit' } } };
    const address = `/patients/${patient_id}`;
    expect(await send(viewer, 'POST', `${address}/notes`, { body: 'x' })).toMatchObject(refused);
    expect(await send(viewer, 'PUT', `${address}/follow-up`, { reason: 'x' })).toMatchObject(refused);
    expect(await send(viewer, 'DELETE', `${address}/follow-up`)).toMatchObject(refused);
  });

  it('flags a patient, finds the flagged, and takes the flag away', async () => {
    const { patient_id } = await findPatient('sort=-city');
    const address = `/patients/${patient_id}/follow-up`;
    expect((await list('follow_up=true')).total).toBe(0);
    expect((await send(clinician, 'PUT', address, { reason: 'Call on Monday' })).status).toBe(200);
    expect((await send(clinician, 'PUT', address, { reason: 'Call on Tuesday' })).status).toBe(200);
    const flagged = await list('follow_up=true');
    expect(flagged.rows.map((row) => [row.patient_id, row.follow_up?.reason])).toEqual([
      [patient_id, 'Call on Tuesday'],
    ]);
    expect((await list('follow_up=false')).total).toBe(PATIENTS - 1);
    expect((await get<Kpis>('/kpis')).follow_up_count).toBe(1);
    expect((await send(clinician, 'DELETE', address)).body).toEqual({ follow_up: null });
    expect((await list('follow_up=true')).total).toBe(0);
  });
});

describe('doctors', () => {
  it('are listed by workload, and found by name and speciality', async () => {
    const doctors = await get<DoctorPage>('/doctors?page_size=200');
    const visits = doctors.rows.map((row) => row.encounters_last_12_months);
    expect(visits).toEqual(visits.toSorted((a, b) => b - a));
    const cardiology = await get<DoctorPage>('/doctors?speciality=Cardiology&page_size=200');
    expect(cardiology.total).toBe(doctors.rows.filter((row) => row.speciality === 'Cardiology').length);
    const [busiest] = doctors.rows;
    const found = await get<DoctorPage>(`/doctors?search=${encodeURIComponent(busiest?.name ?? '')}`);
    expect(found.rows.map((row) => row.provider_id)).toContain(busiest?.provider_id);
  });

  it('have a workload of 24 months and all their patients', async () => {
    const { rows } = await get<DoctorPage>('/doctors?page_size=1');
    const address = `/doctors/${rows[0]?.provider_id}`;
    const record = await get<DoctorRecord>(address);
    expect(record.workload).toHaveLength(24);
    const patients = await get<DoctorPatientPage>(`${address}/patients?page_size=200`);
    expect(patients.total).toBe(record.doctor.patient_count);
    expect(await send(viewer, 'GET', '/doctors/nobody')).toMatchObject({ status: 404 });
  });
});

describe('figures for Home', () => {
  it('agree with the lists', async () => {
    const kpis = await get<Kpis>('/kpis');
    expect(kpis.patient_count).toBe(PATIENTS);
    expect((await list('risk_band=high&deceased=false')).total).toBe(kpis.high_risk_patient_count);
    const months = await get<EncountersByMonth>('/encounters-by-month?months=12');
    expect(months.rows).toHaveLength(12);
  });
});

describe('finance, on tables of healthcare', () => {
  it('adds up to the same sum by month, by insurer and by kind of visit', async () => {
    const response = await admin.fetch('/api/finance/costs?from=2020-01&to=2020-12');
    const costs = (await response.json()) as Record<
      'by_month' | 'by_payer' | 'by_class',
      { total_cost: number }[]
    > & {
      total: { total_cost: number };
    };
    expect(costs.by_month).toHaveLength(12);
    for (const rows of [costs.by_month, costs.by_payer, costs.by_class]) {
      const sum = rows.reduce((total, { total_cost }) => total + total_cost, 0);
      expect(sum).toBeCloseTo(costs.total.total_cost, 1);
    }
  });

  it('needs a permission of its own', async () => {
    const response = await clinician.fetch('/api/finance/costs');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ context: { permission: 'cost.read' } });
    const member = await platform.createMember('accountant@example.org', ['finance_viewer']);
    expect((await member.fetch('/api/finance/costs')).status).toBe(200);
    expect((await member.fetch('/api/healthcare/patients')).status).toBe(403);
    expect((await member.fetch('/api/finance/costs?from=2020-13')).status).toBe(400);
  });
});

describe('whoever is in none of the groups', () => {
  it('is told which permission is missing', async () => {
    const stranger = await platform.createMember('stranger@example.org');
    for (const [address, permission] of [
      ['/patients', 'patient.read'],
      ['/patients/export', 'patient.read'],
      ['/kpis', 'patient.read'],
      ['/doctors', 'doctor.read'],
      ['/doctors/x/patients', 'patient.read'],
    ]) {
      const answer = await send(stranger, 'GET', address ?? '');
      expect(answer, address).toMatchObject({ status: 403, body: { context: { permission } } });
    }
  });
});

describe('another organisation', () => {
  it('sees neither the notes and flags nor the patients of the first', async () => {
    const { orgs } = admin.session;
    expect(orgs).toHaveLength(1);
    const created = await admin.fetch('/api/orgs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ slug: 'elsewhere', name: 'Elsewhere' }),
    });
    const { id } = (await created.json()) as { id: string };
    const response = await admin.fetch('/api/healthcare/patients', { headers: { 'x-org-id': id } });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'HF_WAREHOUSE_NOT_BUILT' });
  });
});
