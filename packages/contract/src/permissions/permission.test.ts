import { describe, expect, it } from 'vitest';
import { isPermission, parsePermission, suggestPermission } from './index.ts';

describe('permissions', () => {
  it('are a resource and an action', () => {
    expect(parsePermission('patient.read')).toEqual({ resource: 'patient', action: 'read' });
    expect(isPermission('care_note2.edit_all')).toBe(true);
  });

  it.each([
    ...[
      '',
      'patient',
      'patient.',
      '.read',
      'patient.read.all',
      'Patient.read',
      'patient.Read',
      'patient-note.read',
    ],
    ...[
      '2patient.read',
      'patient._read',
      'patient.read ',
      'patient.read\n',
      'pätient.read',
      `${'a'.repeat(100)}.b`,
    ],
  ])('are not %j', (text) => {
    expect(parsePermission(text)).toBeUndefined();
  });

  it.each([
    ['Patient.Read', 'patient.read'],
    ['patient:read', 'patient.read'],
    ['patient', 'patient.read'],
    ['patient.record.read', 'patient_record.read'],
    ['!!!', 'patient.read'],
  ])('suggest for %j what is valid: %s', (text, suggestion) => {
    expect(suggestPermission(text)).toBe(suggestion);
    expect(isPermission(suggestPermission(text))).toBe(true);
  });
});
