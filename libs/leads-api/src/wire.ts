/**
 * Turns a lead from the JSON into a lead of the domain. Each field has code of its own, because a loop over a table
 * would take as long as parsing the JSON. The domain's table `leadFields` has the forms of the fields; a test compares
 * this code with it. Most values are plain and used unchanged.
 */
import {
  type FieldForm,
  type Id,
  isNotable,
  isPlainDay,
  type Lead,
  leadErrors,
  type leadFields,
  type LeadError,
  maxTextChars,
  outcomeOf,
  type PlainDate,
  type Read,
  readCountForm,
  readDay,
  readErrorFlagForm,
  readFlagForm,
  readNameForm,
  readNumberForm,
  readTextForm,
  readYearForm,
  unread,
  type Vehicle,
  type vehicleFields,
  type Zone,
} from '@leadbell/domain';
import { holdsLongNumber } from './exact-numbers.ts';
import { type Fault, faultOf } from './problem.ts';
import { CutList } from './walker.ts';

export interface LeadContext {
  /** The business's zone, for days that arrive as instants. */
  readonly zone: Zone;
  /** Whether texts may need cleaning; see `Piece`. */
  readonly isOdd: boolean;
  readonly isLossy: boolean;
  /** Collects unreadable values. */
  readonly faults: Fault[];
}

/** Because of this type, code does not compile if it reads a field that is not in the table. */
type Fields<Table> = Readonly<Partial<Record<keyof Table, unknown>>>;

/** Whether the lead that is being read has a number that lost digits in parsing; leads are read one at a time. */
let hasLostDigits = false;
let context: LeadContext = { zone: 'UTC' as Zone, isOdd: true, isLossy: true, faults: [] };

/**
 * Returns null only if `wire` is not an object. An unreadable value in it adds a fault and becomes null in the lead.
 * `exact` returns the same lead with long numbers as texts.
 */
export function readLead(wire: unknown, given: LeadContext, exact: () => unknown = () => wire): Lead | null {
  const faults = given.faults.length;
  hasLostDigits = false;
  const lead = leadIn(wire, given);
  if (!hasLostDigits) return lead;
  given.faults.length = faults;
  return leadIn(exact(), given);
}

function leadIn(wire: unknown, given: LeadContext): Lead | null {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire) || wire instanceof CutList) return null;
  context = given;
  const w = wire as Fields<typeof leadFields>;
  const isError = errorFlag(w['isError']);
  const errors = errorsIn(w['errorList'], isError === false);
  const leadId = number(w['leadId'], 'leadId');
  const vehicles = vehiclesIn(w['vehicles']);
  const lead: Lead = {
    externalId: name(w['leadExternalId']),
    leadId,
    outcome: outcomeOf(isError === true, errors, leadId),
    errors,
    leadType: text(w['leadType'], 'leadType'),
    company: text(w['company'], 'company'),
    brand: text(w['brand'], 'brand'),
    businessArea: text(w['businessArea'], 'businessArea'),
    branch: text(w['branch'], 'branch'),
    leadDate: day(w['leadDate'], 'leadDate'),
    interest: text(w['interest'], 'interest'),
    source: text(w['source'], 'source'),
    subSource: text(w['subSource'], 'subSource'),
    leadName: text(w['leadName'], 'leadName'),
    leadReference: text(w['leadReference'], 'leadReference'),
    leadNote: text(w['leadNote'], 'leadNote', 'note'),
    vehicleType: text(w['vehicleType'], 'vehicleType'),
    vehicles: vehicles.list,
    purchasePlan: text(w['purchasePlan'], 'purchasePlan'),
    paymentMode: text(w['paymentMode'], 'paymentMode'),
    currency: text(w['currency'], 'currency'),
    priority: text(w['priority'], 'priority'),
    testDriveRequired: flag(w['testDriveRequired'], 'testDriveRequired'),
    title: text(w['title'], 'title'),
    gender: text(w['gender'], 'gender'),
    nationality: text(w['nationality'], 'nationality'),
    firstName: text(w['firstName'], 'firstName'),
    middleName: text(w['middleName'], 'middleName'),
    lastName: text(w['lastName'], 'lastName'),
    contactName: text(w['contactName'], 'contactName'),
    companyName: text(w['companyName'], 'companyName'),
    companyIndustryType: text(w['companyIndustryType'], 'companyIndustryType'),
    dateOfBirth: day(w['dateOfBirth'], 'dateOfBirth'),
    occupation: text(w['occupation'], 'occupation'),
    customerCountry: text(w['customerCountry'], 'customerCountry'),
    customerRegion: text(w['customerRegion'], 'customerRegion'),
    customerCity: text(w['customerCity'], 'customerCity'),
    address1: text(w['address1'], 'address1'),
    address2: text(w['address2'], 'address2'),
    phoneCode: text(w['phoneCode'], 'phoneCode'),
    phoneNumber: text(w['phoneNumber'], 'phoneNumber'),
    email: text(w['email'], 'email'),
    monthlyIncome: text(w['monthlyIncome'], 'monthlyIncome'),
    preferredLanguage: text(w['preferredLanguage'], 'preferredLanguage'),
    preferredContactType: text(w['preferredContactType'], 'preferredContactType'),
    acceptNewsLetter: flag(w['acceptNewsLetter'], 'acceptNewsLetter'),
    acceptMarketing: flag(w['acceptMarketing'], 'acceptMarketing'),
    acceptPrivatePolicy: flag(w['acceptPrivatePolicy'], 'acceptPrivatePolicy'),
  };
  return vehicles.leftOut === 0 ? lead : { ...lead, vehiclesLeftOut: vehicles.leftOut };
}

/** Returns the value; if it is unreadable, adds a fault and returns null. */
function settled<T>(read: Read<T>, path: string, form: FieldForm, value: unknown): T | null {
  if (read !== unread) return read;
  addFault(faultOf(path, form, value));
  return null;
}

function text(value: unknown, path: string, form: 'text' | 'note' = 'text'): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && isPlain(value) && !(context.isOdd && isNotable(value))) return value;
  noteDigits(value);
  const read = settled(readTextForm(value, form === 'note'), path, form, value);
  if (read === null) return null;
  // The text is shown with the replacement character, and counts as a problem.
  if (context.isLossy && read.includes('\uFFFD'))
    addFault({ path, expected: 'text in its encoding', received: 'other bytes' });
  // Copies the text, because a slice would keep all of it in memory.
  return typeof value === 'string' && value.length > maxTextChars
    ? Buffer.from(read, 'utf16le').toString('utf16le')
    : read;
}

/** Reads a one-line text in the same way as `readLead`, for bytes that were all valid. */
export function readText(value: unknown): Read<string> {
  return typeof value === 'string' && isPlain(value) && !isNotable(value) ? value : readTextForm(value, false);
}

/**
 * The traits of a character: whether a plain text may begin with it or end with it, and whether a word for "nothing"
 * ("null", "n/a", "undefined") may begin with it or have it as its second letter.
 */
const beginsPlain = 1;
const endsPlain = 2;
const beginsWord = 4;
const secondOfWord = 8;
const traitsOfChars = new Uint8Array(0x1_0000);
for (let code = 0x21; code < 0x7f; code += 1) {
  const char = String.fromCharCode(code);
  const begins = /[nu]/i.test(char) ? beginsWord : /[#([<._-]/.test(char) ? 0 : beginsPlain;
  traitsOfChars[code] = begins | endsPlain | (/[uoain/.\\]/i.test(char) ? secondOfWord : 0);
}
// Arabic letters. A plain text begins with neither a tatweel nor one of the two letters that begin Arabic words for
// "nothing".
traitsOfChars.fill(beginsPlain | endsPlain, 0x621, 0x64b);
for (const code of [0x644, 0x63a]) traitsOfChars[code] = endsPlain;
traitsOfChars[0x640] = 0;

/**
 * Whether the text needs no cleaning: its ends need no trimming, and it is not a word for "nothing". Returns false in
 * case of doubt.
 */
export function isPlain(value: string): boolean {
  const { length } = value;
  if (length === 0 || length > maxTextChars || (traitsAt(value, length - 1) & endsPlain) === 0) return false;
  const first = traitsAt(value, 0);
  if ((first & beginsPlain) !== 0) return true;
  return (
    (first & beginsWord) !== 0 && length > 1 && value.charCodeAt(1) < 0x80 && (traitsAt(value, 1) & secondOfWord) === 0
  );
}

function traitsAt(value: string, at: number): number {
  return traitsOfChars[value.charCodeAt(at)] ?? 0;
}

function flag(value: unknown, path: string): boolean | null {
  return typeof value === 'boolean' ? value : settled(readFlagForm(value), path, 'flag', value);
}

function errorFlag(value: unknown): boolean | null {
  if (value === 0 || value === 1) return value === 1;
  return settled(readErrorFlagForm(value), 'isError', 'error-flag', value);
}

function number(value: unknown, path: string): Id | null {
  noteDigits(value);
  return settled(readNumberForm(value), path, 'number', value);
}

function name(value: unknown): Id | null {
  noteDigits(value);
  return settled(readNameForm(value), 'leadExternalId', 'name', value);
}

function noteDigits(value: unknown): void {
  if (holdsLongNumber(value)) hasLostDigits = true;
}

const noErrors: readonly LeadError[] = Object.freeze([]);

function errorsIn(value: unknown, isFine: boolean): readonly LeadError[] {
  if (value === null || value === undefined) return noErrors;
  if (typeof value === 'symbol') addFault(faultOf('errorList', 'errors', value));
  noteDigits(value);
  return leadErrors(value instanceof CutList ? value.items : value, isFine);
}

/** Caches the texts that `isPlainDay` does not accept, because many leads have the same few days. */
const days = new Map<unknown, Read<PlainDate>>();
let daysZone: Zone | null = null;
const mostDays = 4_000;

function day(value: unknown, path: string): PlainDate | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && isPlainDay(value)) return value;
  if (typeof value !== 'string' || value.length > 32) return settled(readDay(value, context.zone), path, 'day', value);
  if (daysZone !== context.zone || days.size >= mostDays) {
    days.clear();
    daysZone = context.zone;
  }
  let read = days.get(value);
  if (read === undefined) days.set(value, (read = readDay(value, context.zone)));
  return settled(read, path, 'day', value);
}

interface Vehicles {
  readonly list: readonly Vehicle[];
  readonly leftOut: number;
}

/** At most this many vehicles are kept; people are shown ten of them. */
const maxVehicles = 100;
const noVehicles: Vehicles = { list: Object.freeze([]), leftOut: 0 };
/** The vehicle that is being read: null for none, `only` for a single one outside a list. */
let vehicleAt: number | 'only' | null = null;

function vehiclesIn(value: unknown): Vehicles {
  if (value === null || value === undefined) return noVehicles;
  if (Array.isArray(value)) return listed(value, 0);
  if (value instanceof CutList) {
    if (!Array.isArray(value.items)) return oneVehicle(value.items);
    return listed(value.items, value.total - value.items.length);
  }
  if (typeof value === 'object') return oneVehicle(value);
  // A word instead of a list may name a vehicle, or mean that there is none.
  if (typeof value !== 'string' || !/^\s*(?:null)?\s*$/i.test(value)) addFault(faultOf('vehicles', 'vehicles', value));
  return noVehicles;
}

function oneVehicle(value: unknown): Vehicles {
  vehicleAt = 'only';
  const vehicle = vehicleIn(value);
  vehicleAt = null;
  return vehicle === null ? noVehicles : { list: [vehicle], leftOut: 0 };
}

function listed(values: readonly unknown[], leftOut: number): Vehicles {
  if (values.length === 0) return noVehicles;
  const list: Vehicle[] = [];
  const most = Math.min(values.length, maxVehicles);
  for (let index = 0; index < most; index += 1) {
    vehicleAt = index;
    const vehicle = vehicleIn(values[index]);
    if (vehicle !== null) list.push(vehicle);
  }
  vehicleAt = null;
  return { list, leftOut: leftOut + values.length - most };
}

/** Returns null for an empty vehicle. */
function vehicleIn(value: unknown): Vehicle | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || Array.isArray(value)) {
    addFault(faultOf('', 'vehicles', value));
    return null;
  }
  const w = value as Fields<typeof vehicleFields>;
  const id = number(w['leadVehiclesId'], 'leadVehiclesId');
  const modelFamily = text(w['modelFamily'], 'modelFamily');
  const modelYear = settled(readYearForm(w['modelYear']), 'modelYear', 'year', w['modelYear']);
  const modelMemo = text(w['modelMemo'], 'modelMemo', 'note');
  const modelPreferences = text(w['modelPreferences'], 'modelPreferences', 'note');
  const totalQty = settled(readCountForm(w['totalQty']), 'totalQty', 'count', w['totalQty']);
  const hasText = modelFamily !== null || modelMemo !== null || modelPreferences !== null;
  if (!hasText && id === null && modelYear === null && totalQty === null) return null;
  return { id, modelFamily, modelYear, modelMemo, modelPreferences, totalQty };
}

/** Adds the index of the current vehicle to the path of a fault in it. */
function addFault(fault: Fault): void {
  if (vehicleAt === null) {
    context.faults.push(fault);
    return;
  }
  const at = vehicleAt === 'only' ? 'vehicles' : `vehicles[${vehicleAt}]`;
  context.faults.push({ ...fault, path: fault.path === '' ? at : `${at}.${fault.path}` });
}
