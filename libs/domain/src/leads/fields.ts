/**
 * The fields of the DMS's answer and the form of each. Pure. The tables have only names and forms, so that every reader
 * of such an answer can use them. Source: the response in the API's specification (see docs/api.md).
 */

import type { Lead } from './lead.ts';

/**
 * `text`: one line. `note`: a text that keeps its line ends. `name`: the external id of the lead.
 * `number`: any other number that identifies something.
 */
export type FieldForm =
  | 'text'
  | 'note'
  | 'name'
  | 'number'
  | 'count'
  | 'year'
  | 'flag'
  | 'error-flag'
  | 'errors'
  | 'vehicles'
  | 'day'
  | 'instant'
  | 'state'
  | 'leads';

export const vehicleFields = {
  leadVehiclesId: 'number',
  modelFamily: 'text',
  modelYear: 'year',
  modelMemo: 'note',
  modelPreferences: 'note',
  totalQty: 'count',
} as const satisfies Readonly<Record<string, FieldForm>>;

/**
 * The fields that have the same name in the answer and in `Lead`. The excluded fields are sent under another name, or
 * are not sent.
 */
type SentName = Exclude<keyof Lead, 'externalId' | 'outcome' | 'errors' | 'vehiclesLeftOut' | 'isForgotten'>;
type RenamedName = 'leadExternalId' | 'isError' | 'errorList';

/** If a field is missing here or in `Lead`, this does not compile. */
export const leadFields = {
  leadExternalId: 'name',
  leadId: 'number',
  isError: 'error-flag',
  errorList: 'errors',
  leadType: 'text',
  title: 'text',
  gender: 'text',
  nationality: 'text',
  firstName: 'text',
  middleName: 'text',
  lastName: 'text',
  contactName: 'text',
  companyName: 'text',
  companyIndustryType: 'text',
  dateOfBirth: 'day',
  occupation: 'text',
  customerCountry: 'text',
  customerRegion: 'text',
  customerCity: 'text',
  address1: 'text',
  address2: 'text',
  phoneCode: 'text',
  phoneNumber: 'text',
  email: 'text',
  monthlyIncome: 'text',
  preferredLanguage: 'text',
  preferredContactType: 'text',
  company: 'text',
  brand: 'text',
  businessArea: 'text',
  branch: 'text',
  leadDate: 'day',
  interest: 'text',
  source: 'text',
  subSource: 'text',
  leadName: 'text',
  leadReference: 'text',
  leadNote: 'note',
  vehicleType: 'text',
  vehicles: 'vehicles',
  purchasePlan: 'text',
  paymentMode: 'text',
  currency: 'text',
  priority: 'text',
  testDriveRequired: 'flag',
  acceptNewsLetter: 'flag',
  acceptMarketing: 'flag',
  acceptPrivatePolicy: 'flag',
} as const satisfies Readonly<Record<SentName | RenamedName, FieldForm>>;

/** `id` is not in the API's specification; it is used if a server sends it. */
export const bulkFields = {
  leads: 'leads',
  id: 'number',
  createdDate: 'instant',
  createdBy: 'number',
  totalRecords: 'count',
  errorRecords: 'count',
  isProcessed: 'state',
} as const satisfies Readonly<Record<string, FieldForm>>;

/** The name of each form, for people who connect a DMS. */
export const formNames: Readonly<Record<FieldForm, string>> = {
  text: 'text',
  note: 'text',
  name: 'whole number or word',
  number: 'whole number',
  count: 'whole number from 0',
  year: 'year',
  flag: 'true or false',
  'error-flag': 'true or false',
  errors: 'errors',
  vehicles: 'list of vehicles',
  day: 'date',
  instant: 'instant with its zone',
  state: 'number of a state',
  leads: 'list of leads',
};
