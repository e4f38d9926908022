/**
 * Reduces the lead of a forgotten person to the data that may still be shown, such as its number in the DMS, its
 * vehicle and its state. Pure.
 */
import { installationWords } from '../redact/word-book.ts';
import { redactError } from './lead-errors.ts';
import type { Lead } from './lead.ts';

/** Pass the lead as it was sent, because its names are needed to remove them from its other texts. */
export function withoutPerson(lead: Lead): Lead {
  const value = (text: string | null): string | null => (text === null ? null : installationWords.valueOf(text, lead));
  return {
    ...noOne,
    isForgotten: true,
    leadId: lead.leadId,
    outcome: lead.outcome,
    errors: lead.errors.map((error) => redactError(error, lead)),
    leadDate: lead.leadDate,
    testDriveRequired: lead.testDriveRequired,
    brand: value(lead.brand),
    branch: value(lead.branch),
    interest: value(lead.interest),
    source: value(lead.source),
    subSource: value(lead.subSource),
    priority: value(lead.priority),
    vehicles: lead.vehicles.map(({ id, modelFamily, modelYear, totalQty }) => ({
      id,
      modelFamily: value(modelFamily),
      modelYear,
      modelMemo: null,
      modelPreferences: null,
      totalQty,
    })),
    ...(lead.vehiclesLeftOut === undefined ? {} : { vehiclesLeftOut: lead.vehiclesLeftOut }),
  };
}

/** A lead without any data. */
export const noOne: Lead = Object.freeze({
  externalId: null,
  leadId: null,
  outcome: 'pending',
  errors: [],
  leadType: null,
  company: null,
  brand: null,
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
});
