/**
 * A lead as it comes over the wire. `wireLead` is the contract (types, and the message when it is broken); `readLead` is the same contract as straight code,
 * because a schema library's own run would cost as much as parsing the JSON. A test holds the two against each other.
 * Taken beside what the text shows: null or nothing anywhere, numbers for texts and texts for numbers, 0/1 and "true"/"false" for booleans. Unknown fields are left behind.
 */
import { type Id, leadErrors, outcomeOf, parseId, type Lead, type PlainDate, type Vehicle } from '@leadbell/domain';
import * as v from 'valibot';

const text = v.nullish(v.union([v.string(), v.number()]));
const number = v.nullish(v.union([v.number(), v.pipe(v.string(), v.regex(/^\s*(?:-?\d{1,15})?\s*$/))]));
const flag = v.nullish(v.union([v.boolean(), v.picklist([0, 1, '0', '1', '', 'true', 'false', 'True', 'False'])]));

export const wireLead = v.object({
  leadExternalId: number,
  leadId: number,
  isError: flag,
  errorList: v.optional(v.unknown()),
  leadType: text,
  title: text,
  gender: text,
  nationality: text,
  firstName: text,
  middleName: text,
  lastName: text,
  contactName: text,
  companyName: text,
  companyIndustryType: text,
  dateOfBirth: text,
  occupation: text,
  customerCountry: text,
  customerRegion: text,
  customerCity: text,
  address1: text,
  address2: text,
  phoneCode: text,
  phoneNumber: text,
  email: text,
  monthlyIncome: text,
  preferredLanguage: text,
  preferredContactType: text,
  company: text,
  brand: text,
  businessArea: text,
  branch: text,
  leadDate: text,
  interest: text,
  source: text,
  subSource: text,
  leadName: text,
  leadReference: text,
  leadNote: text,
  vehicleType: text,
  vehicles: v.nullish(
    v.array(
      v.object({
        leadVehiclesId: number,
        modelFamily: text,
        modelYear: number,
        modelMemo: text,
        modelPreferences: text,
        totalQty: number,
      }),
    ),
  ),
  purchasePlan: text,
  paymentMode: text,
  currency: text,
  priority: text,
  testDriveRequired: flag,
  acceptNewsLetter: flag,
  acceptMarketing: flag,
  acceptPrivatePolicy: flag,
});

type Fields = Readonly<Record<keyof typeof wireLead.entries, unknown>>;
type VehicleFields = Readonly<Record<string, unknown>>;

/** Set by the readers below when a value is not of the contract; one lead is read at a time. */
let broken = false;

/** Null when the lead breaks the contract; `leadProblem` then says where. */
export function readLead(wire: unknown): Lead | null {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) return null;
  broken = false;
  const w = wire as Fields;
  const errors = leadErrors(w.errorList);
  const leadId = readId(w.leadId);
  const lead: Lead = {
    externalId: readId(w.leadExternalId),
    leadId,
    outcome: outcomeOf(readFlag(w.isError) === true, errors, leadId),
    errors,
    leadType: readText(w.leadType),
    company: readText(w.company),
    brand: readText(w.brand),
    businessArea: readText(w.businessArea),
    branch: readText(w.branch),
    leadDate: readDate(w.leadDate),
    interest: readText(w.interest),
    source: readText(w.source),
    subSource: readText(w.subSource),
    leadName: readText(w.leadName),
    leadReference: readText(w.leadReference),
    leadNote: readText(w.leadNote),
    vehicleType: readText(w.vehicleType),
    vehicles: readVehicles(w.vehicles),
    purchasePlan: readText(w.purchasePlan),
    paymentMode: readText(w.paymentMode),
    currency: readText(w.currency),
    priority: readText(w.priority),
    testDriveRequired: readFlag(w.testDriveRequired),
    title: readText(w.title),
    gender: readText(w.gender),
    nationality: readText(w.nationality),
    firstName: readText(w.firstName),
    middleName: readText(w.middleName),
    lastName: readText(w.lastName),
    contactName: readText(w.contactName),
    companyName: readText(w.companyName),
    companyIndustryType: readText(w.companyIndustryType),
    dateOfBirth: readDate(w.dateOfBirth),
    occupation: readText(w.occupation),
    customerCountry: readText(w.customerCountry),
    customerRegion: readText(w.customerRegion),
    customerCity: readText(w.customerCity),
    address1: readText(w.address1),
    address2: readText(w.address2),
    phoneCode: readText(w.phoneCode),
    phoneNumber: readText(w.phoneNumber),
    email: readText(w.email),
    monthlyIncome: readText(w.monthlyIncome),
    preferredLanguage: readText(w.preferredLanguage),
    preferredContactType: readText(w.preferredContactType),
    acceptNewsLetter: readFlag(w.acceptNewsLetter),
    acceptMarketing: readFlag(w.acceptMarketing),
    acceptPrivatePolicy: readFlag(w.acceptPrivatePolicy),
  };
  return broken ? null : lead;
}

/** Nobody reads more, and kept leads are bounded by their number. */
const maxTextChars = 4_000;

/** A copy: a slice would keep the whole text alive. */
function cutText(text: string): string {
  return Buffer.from(text.slice(0, maxTextChars), 'utf16le').toString('utf16le');
}

function readText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value.length > maxTextChars ? cutText(value) : value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return String(value);
  broken = true;
  return null;
}

function readNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && /^\s*(?:-?\d{1,15})?\s*$/.test(value))
    return value.trim() === '' ? null : Number(value);
  broken = true;
  return null;
}

/** Null for 0 and below: it names nothing. */
export function readId(value: unknown): Id | null {
  const number = readNumber(value);
  return number === null ? null : parseId(String(number));
}

function readFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === '1' || value === 'true' || value === 'True') return true;
  if (value === 0 || value === '0' || value === 'false' || value === 'False') return false;
  if (value !== null && value !== undefined && value !== '') broken = true;
  return null;
}

/** A calendar date, whatever time follows it; what is no date is none. */
function readDate(value: unknown): PlainDate | null {
  const read = readText(value);
  return read !== null && /^\d{4}-\d{2}-\d{2}(?!\d)/.test(read) ? (read.slice(0, 10) as PlainDate) : null;
}

const noVehicles: readonly Vehicle[] = Object.freeze([]);

function readVehicles(value: unknown): readonly Vehicle[] {
  if (value === null || value === undefined) return noVehicles;
  if (Array.isArray(value)) return value.map(readVehicle);
  broken = true;
  return noVehicles;
}

function readVehicle(value: unknown): Vehicle {
  if (typeof value !== 'object' || value === null) broken = true;
  const wire = (value ?? {}) as VehicleFields;
  return {
    id: readId(wire['leadVehiclesId']),
    modelFamily: readText(wire['modelFamily']),
    modelYear: readNumber(wire['modelYear']),
    modelMemo: readText(wire['modelMemo']),
    modelPreferences: readText(wire['modelPreferences']),
    totalQty: readNumber(wire['totalQty']),
  };
}
