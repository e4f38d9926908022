/**
 * Makes leads and bulks for tests: each is complete, and a test changes only the fields that it is about. The person is
 * invented: the name shows it, the phone number is from the API's documentation, and no mail can reach the domain.
 */
import type { Bulk, Lead } from '@leadbell/domain';

export function buildLead(changes: Partial<Lead> = {}): Lead {
  return { ...LEAD, ...changes };
}

export function buildBulk(changes: Partial<Bulk> = {}): Bulk {
  return { ...BULK, ...changes };
}

const LEAD: Lead = {
  externalId: '1001',
  leadId: null,
  outcome: 'pending',
  errors: [],
  leadType: 'Sales',
  company: 'Invented Motors',
  brand: 'KIA',
  businessArea: 'Retail',
  branch: 'Riyadh North',
  leadDate: null,
  interest: 'New car',
  source: 'Direct Contact',
  subSource: 'Email',
  leadName: null,
  leadReference: null,
  leadNote: null,
  vehicleType: 'New',
  vehicles: [],
  purchasePlan: null,
  paymentMode: 'Cash',
  currency: 'SAR',
  priority: 'Hot',
  testDriveRequired: false,
  title: 'Mr',
  gender: null,
  nationality: null,
  firstName: 'Testy',
  middleName: null,
  lastName: 'Inventedson',
  contactName: null,
  companyName: null,
  companyIndustryType: null,
  dateOfBirth: null,
  occupation: null,
  customerCountry: 'Saudi Arabia',
  customerRegion: null,
  customerCity: 'Riyadh',
  address1: null,
  address2: null,
  phoneCode: '00966',
  phoneNumber: '500000005',
  email: 'testy@invented.example',
  monthlyIncome: null,
  preferredLanguage: null,
  preferredContactType: null,
  acceptNewsLetter: null,
  acceptMarketing: null,
  acceptPrivatePolicy: null,
};

const BULK: Bulk = {
  key: 'bulk-1',
  id: null,
  createdAt: null,
  createdBy: null,
  state: 'completed',
  totalRecords: null,
  errorRecords: null,
};
