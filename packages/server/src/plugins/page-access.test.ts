import type { PluginManifest } from '@honeyframe/contract/manifest';
import { describe, expect, it } from 'vitest';
import { Grants } from '../access/index.ts';
import { decidePage, type PageQuestion } from './page-access.ts';

const ask = (
  { superadmin, pending = [] }: { superadmin: boolean; pending?: string[] },
  permissions = ['visit.read', 'visit.edit'],
): PageQuestion => ({
  caller: {
    kind: 'session',
    user: { id: 'u', email: 'u@example.org', display_name: '', is_superadmin: superadmin },
    org: { id: 'o', slug: 'main', name: 'Main' },
    session_id: 's',
    must_change_password: false,
  },
  grants: new Grants([{ permission_type: 'visit.read', target_id: null }]),
  manifest: { permissions, permission_descriptions: {} } as unknown as PluginManifest,
  pending: new Set(pending),
  administrators: ['Ada'],
});
const isOpen = (question: PageQuestion, permission?: string) =>
  decidePage(question, permission ? { permission } : {}).allowed;

describe('a page', () => {
  it('is open to holders of its permission, and to superadmins', () => {
    expect(isOpen(ask({ superadmin: false }), 'visit.read')).toBe(true);
    expect(isOpen(ask({ superadmin: false }), 'visit.edit')).toBe(false);
    expect(isOpen(ask({ superadmin: true }), 'visit.edit')).toBe(true);
  });

  it('is open to nobody while its permission waits for approval', () => {
    const pending = ['visit.read'];
    expect(isOpen(ask({ superadmin: false, pending }), 'visit.read')).toBe(false);
    expect(isOpen(ask({ superadmin: true, pending }), 'visit.read')).toBe(false);
  });

  it('without a permission of its own asks for any of the plugin’s that is approved', () => {
    expect(isOpen(ask({ superadmin: false }))).toBe(true);
    expect(isOpen(ask({ superadmin: true, pending: ['visit.read', 'visit.edit'] }))).toBe(false);
    expect(isOpen(ask({ superadmin: true, pending: ['visit.read'] }))).toBe(true);
    expect(isOpen(ask({ superadmin: true }, []))).toBe(true);
    expect(isOpen(ask({ superadmin: false }, []))).toBe(false);
  });
});
