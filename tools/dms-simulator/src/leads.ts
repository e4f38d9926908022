/**
 * Makes a simulated lead in the API's format. Pure: the lead depends on seed, bulk and position;
 * only the parts that the DMS adds (leadId, errors) depend on how far the bulk has been processed.
 */
import { type BulkPlan, dayOf, type World } from './bulks.ts';
import {
  branches,
  catalogue,
  cities,
  errorKinds,
  hostileNotes,
  models,
  notes,
  people,
  type SourceName,
  subSourcesOf,
  type SubSourceName,
} from './catalogue.ts';
import { pick, type Random, randomFrom } from './random.ts';

const sourceNames = Object.keys(catalogue.sources) as SourceName[];

export interface WireLead {
  readonly leadExternalId: number;
  readonly leadId: number;
  readonly isError: 0 | 1;
  readonly errorList: unknown;
  readonly source: SourceName;
  readonly subSource: SubSourceName;
  readonly brand: string;
  readonly branch: string | null;
  readonly priority: string;
  readonly testDriveRequired: boolean;
  readonly [field: string]: unknown;
}

/** `isCorrected`: whether its error has been corrected. */
export function leadAt(
  world: World,
  bulk: BulkPlan,
  place: number,
  isProcessed: boolean,
  isCorrected = false,
): WireLead {
  const random = randomFrom(world.seed, bulk.id, place, 3);
  const externalId = bulk.id * 1_000 + place;
  const isUnlucky = random() < 0.07;
  const isWrong = (isUnlucky && !bulk.isHot) || bulk.isErrored;
  const said = isWrong && isProcessed ? (bulk.isErrored ? [bulk.error ?? branchError] : errorsOf(random)) : null;
  const isErrored = isWrong && !isCorrected;
  const isArabic = random() < 0.4;
  const isMale = random() < 0.6;
  const names = people[isArabic ? 'arabic' : 'latin'];
  const firstName = pick(random, names[isMale ? 'male' : 'female']);
  const lastName = random() < 0.05 ? null : pick(random, names.family);
  const [brand, families] = pick(random, models);
  const source = pick(random, sourceNames);
  const isCompany = random() < 0.1;
  const city = pick(random, cities);
  // Five digits follow a prefix that is clearly invented. The digits are spread, so that few people share a number.
  const serial = String((externalId * 7_919) % 99_991).padStart(5, '0');
  return {
    leadExternalId: externalId,
    leadId: isProcessed && !isErrored ? 5_000_000 + externalId : 0,
    isError: isErrored && isProcessed ? 1 : 0,
    errorList: isErrored ? said : null,
    leadType: isCompany ? 'Corporate' : 'Individual',
    title: isMale ? 'Mr' : 'Ms',
    gender: isMale ? 'Male' : 'Female',
    nationality: 'saudi',
    firstName,
    middleName: random() < 0.7 ? null : pick(random, names.male),
    lastName,
    contactName: lastName === null ? firstName : `${firstName} ${lastName}`,
    companyName: isCompany ? 'Example Trading Est.' : null,
    companyIndustryType: isCompany ? 'Retail' : null,
    dateOfBirth: `19${70 + Math.floor(random() * 30)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`,
    occupation: 'Engineer',
    customerCountry: 'Saudi Arabia',
    customerRegion: 'Riyadh',
    customerCity: city,
    address1: 'Sample Street 1',
    address2: null,
    phoneCode: '00966',
    phoneNumber: random() < 0.04 ? null : `5000${serial}`,
    email: random() < 0.15 ? null : `lead${externalId}@example.com`,
    monthlyIncome: '5000-10000 SAR',
    preferredLanguage: isArabic ? 'Arabic' : 'English',
    preferredContactType: pick(random, ['Email', 'Phone', 'WhatsApp']),
    company: 'JTC',
    brand,
    businessArea: 'Sales',
    branch: random() < 0.1 ? null : pick(random, branches),
    leadDate: new Date(dayOf(world, bulk.createdAt) * 86_400_000).toISOString().slice(0, 10),
    interest: pick(random, ['Price Quote', 'Test Drive', 'Callback', 'Finance Offer']),
    source,
    subSource: pick(random, subSourcesOf[source]),
    leadName: 'Web lead',
    leadReference: `REF-${externalId}`,
    leadNote: random() < 0.01 ? pick(random, hostileNotes) : random() < 0.5 ? null : pick(random, notes),
    vehicleType: random() < 0.85 ? 'New' : 'Used',
    vehicles: [
      {
        leadVehiclesId: externalId + 1,
        modelFamily: pick(random, families),
        modelYear: 2024 + Math.floor(random() * 3),
        modelMemo: null,
        modelPreferences: pick(random, ['White', 'Silver', 'Any colour', 'أبيض']),
        totalQty: isCompany ? 1 + Math.floor(random() * 9) : 1,
      },
    ],
    purchasePlan: pick(random, ['Within 30 Days', 'Within 3 Months', 'Just looking']),
    paymentMode: pick(random, ['Cash', 'Credit', 'Lease']),
    currency: 'SAR',
    priority: hotness(pick(random, ['Hot', 'Warm', 'Warm', 'Cold']), bulk),
    testDriveRequired: random() < 0.3,
    acceptNewsLetter: random() < 0.5,
    acceptMarketing: random() < 0.6,
    acceptPrivatePolicy: true,
    ...(place === 0 ? bulk.first : {}),
  };
}

function hotness(byChance: string, { isHot }: BulkPlan): string {
  return isHot ? 'Hot' : byChance;
}

const branchError = { message: 'Branch BR-117 not found', code: 'BRANCH_NOT_FOUND', field: 'branch' };

/**
 * Returns errors in a form that the documentation allows: nothing, a string, strings, or objects
 * under the usual names.
 */
function errorsOf(random: Random): unknown {
  const [code, field, message] = pick(random, errorKinds);
  const says = message(Math.floor(random() * 10_000));
  const form = random();
  if (form < 0.05) return null;
  if (form < 0.25) return says;
  if (form < 0.45) return [says];
  if (form < 0.7) return [{ message: says, code, field }];
  if (form < 0.85)
    return [{ errorMessage: says, errorCode: code, fieldName: field }, { message: 'Lead was not created' }];
  return [{ description: says, code }];
}
