/**
 * Keys of leads without an external id, as releases stored them before there were installation keys. Pure. This code
 * must never change: it hashes the bytes that those releases hashed, field by field in the same order, with ids as
 * numbers. It is only used to find stored rows; nothing is stored under such a key any more. It can be removed when no
 * row has such a key.
 */
import { hashText, shortHash } from '../text/hash.ts';
import type { Lead, Vehicle } from './lead.ts';

/** The date that the earlier releases read where today's reader finds no date. */
const noDate = '0001-01-01';
const fewVehicles = 2;

interface Readings {
  readonly leadDate: string | null;
  readonly dateOfBirth: string | null;
  /** The ids of the vehicles, in order. */
  readonly vehicleIds: readonly (number | null)[];
}

/**
 * The keys of the lead in its bulk, which begin with `h`. There are several, because a missing value may have been read
 * as a placeholder.
 */
export function legacyKeysOf(lead: Lead): readonly string[] {
  return vehicleIdsOf(lead.vehicles).flatMap((vehicleIds) =>
    readingsOf(lead.leadDate).flatMap((leadDate) =>
      readingsOf(lead.dateOfBirth).map((dateOfBirth) => legacyKey(lead, { leadDate, dateOfBirth, vehicleIds })),
    ),
  );
}

/**
 * The earlier releases stored either null or 0 for a vehicle without an id; each combination gives another key. If a
 * lead has more than a few such vehicles, only null for all of them and 0 for all of them are tried.
 */
function vehicleIdsOf(vehicles: readonly Vehicle[]): readonly (readonly (number | null)[])[] {
  const withNone = (none: number | null) => vehicles.map(({ id }) => (id === null ? none : Number(id)));
  if (vehicles.filter(({ id }) => id === null).length > fewVehicles) return [withNone(null), withNone(0)];
  return vehicles.reduce<readonly (readonly (number | null)[])[]>(
    (all, { id }) => all.flatMap((ids) => (id === null ? [null, 0] : [Number(id)]).map((one) => [...ids, one])),
    [[]],
  );
}

/**
 * Returns the key of a number that the earlier releases rounded, because it is too large for a double; an empty list
 * for other numbers.
 */
export function legacyNumberOf(externalId: string): readonly string[] {
  const key = /^\d{16,}$/.test(externalId) ? `${Number(externalId)}` : externalId;
  return key === externalId ? none : [`x${key}`];
}

/**
 * The identity that subscriptions to new leads used for a lead without a number; the bulk's time and author were put
 * before it.
 */
export function legacyPersonOf(lead: Lead): string {
  const { firstName, lastName, contactName, phoneNumber, email, leadReference } = lead;
  return shortHash(JSON.stringify([firstName, lastName, contactName, phoneNumber, email, leadReference]));
}

/**
 * Matches keys of leads whose number was missing or identified nothing: `h1nk218iaqadmj`, `x0`, `x-1`, each perhaps
 * with `#2`.
 */
export function isLegacyKey(key: string): boolean {
  return /^(?:h[\da-z]{2,14}|x0|x-\d+)(?:#\d+)?$/.test(key);
}

const none: readonly string[] = Object.freeze([]);

function readingsOf(date: string | null): readonly (string | null)[] {
  return date === null ? [null, noDate] : [date];
}

function legacyKey(lead: Lead, readings: Readings): string {
  const text = JSON.stringify(legacyObject(lead, readings));
  return `h${hashText(text).toString(36)}${hashText(text, 0x9747b28c).toString(36)}`;
}

function legacyObject(lead: Lead, { leadDate, dateOfBirth, vehicleIds }: Readings): object {
  return {
    externalId: null,
    leadId: 0,
    outcome: '',
    errors: [],
    leadType: lead.leadType,
    company: lead.company,
    brand: lead.brand,
    businessArea: lead.businessArea,
    branch: lead.branch,
    leadDate,
    interest: lead.interest,
    source: lead.source,
    subSource: lead.subSource,
    leadName: lead.leadName,
    leadReference: lead.leadReference,
    leadNote: lead.leadNote,
    vehicleType: lead.vehicleType,
    vehicles: lead.vehicles.map((vehicle, at) => legacyVehicle(vehicle, vehicleIds[at] ?? null)),
    purchasePlan: lead.purchasePlan,
    paymentMode: lead.paymentMode,
    currency: lead.currency,
    priority: lead.priority,
    testDriveRequired: lead.testDriveRequired,
    title: lead.title,
    gender: lead.gender,
    nationality: lead.nationality,
    firstName: lead.firstName,
    middleName: lead.middleName,
    lastName: lead.lastName,
    contactName: lead.contactName,
    companyName: lead.companyName,
    companyIndustryType: lead.companyIndustryType,
    dateOfBirth,
    occupation: lead.occupation,
    customerCountry: lead.customerCountry,
    customerRegion: lead.customerRegion,
    customerCity: lead.customerCity,
    address1: lead.address1,
    address2: lead.address2,
    phoneCode: lead.phoneCode,
    phoneNumber: lead.phoneNumber,
    email: lead.email,
    monthlyIncome: lead.monthlyIncome,
    preferredLanguage: lead.preferredLanguage,
    preferredContactType: lead.preferredContactType,
    acceptNewsLetter: lead.acceptNewsLetter,
    acceptMarketing: lead.acceptMarketing,
    acceptPrivatePolicy: lead.acceptPrivatePolicy,
  };
}

function legacyVehicle(
  { modelFamily, modelYear, modelMemo, modelPreferences, totalQty }: Vehicle,
  id: number | null,
): object {
  return { id, modelFamily, modelYear, modelMemo, modelPreferences, totalQty };
}
