/** Invented leads, and identities under a keyed hash, for this package's own tests; HMAC only where a key matters. */
import { createHmac } from 'node:crypto';
import type { Bulk } from './bulk.ts';
import { createIdentities, type KeyedHash, type LeadIdentities } from './identity.ts';
import type { Lead } from './lead.ts';

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
  return { ...blank, ...person, ...changes };
}

const blank: Lead = {
  externalId: null,
  leadId: null,
  outcome: 'pending',
  errors: [],
  leadType: 'Individual',
  company: 'Invented Motors',
  brand: 'KIA',
  businessArea: null,
  branch: null,
  leadDate: null,
  interest: null,
  source: null,
  subSource: null,
  leadName: null,
  leadReference: null,
  leadNote: null,
  vehicleType: null,
  vehicles: [],
  purchasePlan: null,
  paymentMode: null,
  currency: null,
  priority: null,
  testDriveRequired: null,
  title: null,
  gender: null,
  nationality: null,
  firstName: null,
  middleName: null,
  lastName: null,
  contactName: null,
  companyName: null,
  companyIndustryType: null,
  dateOfBirth: null,
  occupation: null,
  customerCountry: null,
  customerRegion: null,
  customerCity: null,
  address1: null,
  address2: null,
  phoneCode: null,
  phoneNumber: null,
  email: null,
  monthlyIncome: null,
  preferredLanguage: null,
  preferredContactType: null,
  acceptNewsLetter: null,
  acceptMarketing: null,
  acceptPrivatePolicy: null,
};
