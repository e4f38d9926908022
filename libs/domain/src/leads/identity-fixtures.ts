/** Invented leads, and identities with a keyed hash, for tests of this package. */
import { createHmac } from 'node:crypto';
import type { Bulk } from './bulk.ts';
import { createIdentities, type KeyedHash, type LeadIdentities } from './identity.ts';
import type { Lead } from './lead.ts';
import { noOne } from './without-person.ts';

export function testKey(name = 'test'): KeyedHash {
  const hash = (text: string) => createHmac('sha256', name).update(text).digest();
  return {
    keyId: hash('id').toString('hex').slice(0, 8),
    hash: (text) => hash(text).subarray(0, 16).toString('base64url'),
  };
}

export function testIdentities(current = testKey(), ...older: readonly KeyedHash[]): LeadIdentities {
  return createIdentities(current, older);
}

export function buildBulk(): Bulk {
  return {
    key: 'bulk',
    id: null,
    createdAt: null,
    createdBy: null,
    state: 'completed',
    totalRecords: null,
    errorRecords: null,
  };
}

export function buildLead(changes: Partial<Lead> = {}): Lead {
  const person = { firstName: 'Alfa', lastName: 'Testali', phoneNumber: '0500000021', email: 'alfa@example.com' };
  return { ...noOne, leadType: 'Individual', company: 'Invented Motors', brand: 'KIA', ...person, ...changes };
}
