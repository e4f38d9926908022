/** For tests only: leads and answers, with invented people. */
import { memoryHomes, stillClock } from './memory-fixtures.ts';
import type { Language } from '@leadbell/i18n';
import {
  type Bulk,
  type BusinessCalendar,
  defaultAlertSettings,
  instant,
  type Instant,
  keysOfPerson,
  KnownValues,
  type Lead,
  type LeadError,
} from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { LeadSetFinder } from '../features/leads/lead-sets.ts';
import type { AlertService } from '../features/alerts/alert-service.ts';
import type { Forgetting } from '../features/forget/forgetting.ts';
import type { People } from '../bot/people.ts';
import type { AnswerPart, ContractProblem, LeadsApi } from '@leadbell/leads-api';
import { day, testKey, zoneOf } from '@leadbell/testing';
import type { PersonKeys } from '../queries/query.ts';
import type { AnswerContext } from '../reports/context.ts';
import { messagesFor } from '../features/index.ts';
import type { SubscriptionService } from '../features/subscriptions/subscription-service.ts';
import { createAnswers } from '../reports/answers.ts';
import { noOneForgotten } from '../reports/forgotten.ts';

/** The time 14:05 in Riyadh on Monday 25 August 2025. */
export const noon: Instant = instant(Date.parse('2025-08-25T11:05:00Z'));

export function at(iso: string): Instant {
  return instant(Date.parse(iso));
}

/** The lead in the API's documentation. */
export const example: Lead = {
  externalId: '574',
  leadId: null,
  outcome: 'pending',
  errors: [],
  leadType: 'Individual',
  company: 'JTC',
  brand: 'KIA',
  businessArea: 'Sales',
  branch: null,
  leadDate: day('2025-08-12'),
  interest: 'Price Quote',
  source: 'Direct Contact',
  subSource: 'Email',
  leadName: 'leadname',
  leadReference: 'lead reference',
  leadNote: 'leadnote',
  vehicleType: 'New',
  vehicles: [
    {
      id: '575',
      modelFamily: 'RIO',
      modelYear: 2024,
      modelMemo: 'Model Memo',
      modelPreferences: 'Model Preferences',
      totalQty: 1,
    },
  ],
  purchasePlan: 'Within 30 Days',
  paymentMode: 'Credit',
  currency: 'SAR',
  priority: 'Warm',
  testDriveRequired: true,
  title: 'Mr',
  gender: 'Male',
  nationality: 'saudi',
  firstName: 'first name',
  middleName: 'middle name',
  lastName: 'last name',
  contactName: 'string',
  companyName: 'string',
  companyIndustryType: 'string',
  dateOfBirth: day('2022-08-12'),
  occupation: 'occupation',
  customerCountry: 'Saudi Arabia',
  customerRegion: 'Riyadh',
  customerCity: 'Afif',
  address1: 'address1',
  address2: 'address2',
  phoneCode: '00966',
  phoneNumber: '500000005',
  email: 'john@example.com',
  monthlyIncome: '5000-10000 SAR',
  preferredLanguage: 'Arabic',
  preferredContactType: 'Email',
  acceptNewsLetter: true,
  acceptMarketing: true,
  acceptPrivatePolicy: true,
};

/** A lead without any known value. */
export const bare: Lead = {
  ...(Object.fromEntries(Object.keys(example).map((key) => [key, null])) as unknown as Lead),
  leadId: null,
  outcome: 'pending',
  errors: [],
  vehicles: [],
};

export const exampleBulk: Bulk = {
  key: 'example',
  id: null,
  createdAt: at('2025-08-24T21:00:00Z'),
  createdBy: '1',
  state: 'in-progress',
  totalRecords: 1,
  errorRecords: 0,
};

const people = [
  ['Sara', 'Almithali', 'Riyadh North'],
  ['عبد الله', 'المثالي', 'الرياض'],
  ['Nora', 'Testova', 'Jeddah'],
  ['خالد', 'التجريبي', 'جدة'],
  ['Omar', 'Sampleton', null],
] as const;
const wants = [
  ['KIA', 'RIO', 2024],
  ['KIA', 'Sportage', 2025],
  ['MG', '5', 2024],
] as const;
const origins = [
  ['Direct Contact', 'Email'],
  ['Website', 'Form'],
  ['Website', 'Chat'],
  ['Phone', null],
] as const;

export const phoneInvalid: LeadError = { message: 'Phone number is not valid', code: 'PHONE', field: 'phoneNumber' };

/** The n-th lead of a day: every eighth is errored, every third pending. */
export function nthLead(n: number): Lead {
  const [firstName, lastName, branch] = pick(people, n);
  const [brand, modelFamily, modelYear] = pick(wants, n);
  const [source, subSource] = pick(origins, n);
  const outcome = n % 8 === 3 ? 'errored' : n % 3 === 0 ? 'pending' : 'created';
  return {
    ...example,
    externalId: String(1_000 + n),
    leadId: outcome === 'created' ? String(90_000 + n) : null,
    outcome,
    errors: outcome === 'errored' ? errorsOf(n, lastName) : [],
    firstName,
    middleName: null,
    lastName,
    contactName: null,
    branch,
    brand,
    source,
    subSource,
    priority: pick(['Hot', 'Warm', 'Cold', null], n),
    interest: n % 2 === 0 ? 'Price Quote' : 'Service',
    testDriveRequired: n % 4 === 0,
    email: `person${n}@example.com`,
    phoneNumber: `50000${String(1_000 + n)}`,
    vehicles: [{ id: String(n), modelFamily, modelYear, modelMemo: null, modelPreferences: null, totalQty: 1 }],
  };
}

function errorsOf(n: number, lastName: string): LeadError[] {
  const quoting = {
    message: `Customer ${lastName} with person${n}@example.com already exists`,
    code: null,
    field: null,
  };
  return n % 16 === 3 ? [phoneInvalid] : [phoneInvalid, quoting];
}

function pick<T>(list: readonly T[], n: number): T {
  const item = list[n % list.length];
  if (item === undefined) throw new RangeError('an empty list');
  return item;
}

/** `count` leads in bulks of `size`, one bulk every 20 minutes from midnight of 25 August in Riyadh. */
export function dayOf(count: number, size = 4, of: (n: number) => Lead = nthLead): AnswerPart[] {
  const parts: AnswerPart[] = [];
  for (let first = 0, bulk = 0; first < count; first += size, bulk += 1) {
    const leads = Array.from({ length: Math.min(size, count - first) }, (_, i) => of(first + i));
    const errored = leads.filter(({ outcome }) => outcome === 'errored').length;
    const createdAt = instant(at('2025-08-24T21:00:00Z') + ((bulk * 1_200_000) % 50_000_000));
    parts.push(
      ...bulkOf(leads, { key: `bulk-${bulk}`, createdAt, totalRecords: leads.length, errorRecords: errored }, bulk),
    );
  }
  return parts;
}

export function bulkOf(leads: readonly Lead[], info: Partial<Bulk> = {}, bulk = 0): AnswerPart[] {
  return [
    { type: 'leads', bulk, leads },
    { type: 'bulk', bulk, info: { ...exampleBulk, totalRecords: leads.length, ...info } },
  ];
}

/** A problem: an unreadable lead if the path ends at a lead, otherwise an unreadable value. */
export function problem(path: string): AnswerPart {
  const field = path.replace(/\[\d+\]/g, '').replace(/^\./, '');
  const kind = /leads\[\d+\]$/.test(path) ? 'lead' : 'part';
  const told: ContractProblem = { kind, path, field, lead: null, expected: 'array', received: 'string' };
  return { type: 'problem', problem: told };
}

/** Answers every question with the same parts, and records the questions. */
export function fakeApi(parts: readonly AnswerPart[]): LeadsApi & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    async *read(question) {
      asked.push(question);
      await Promise.resolve();
      yield* parts;
    },
  };
}

export function contextFor(
  leadsApi: LeadsApi,
  tag: Language = 'en',
  changes: Partial<AnswerContext> = {},
): AnswerContext {
  return {
    now: noon,
    zone: zoneOf('Asia/Riyadh'),
    weekStart: 7,
    messages: messagesFor(tag),
    leadsApi,
    answers: createAnswers({ now: () => noon }),
    values: new KnownValues(),
    forgotten: noOneForgotten,
    status: () => Promise.resolve(null),
    readAudit: () => Promise.resolve([]),
    forgetting: nothingHeld,
    personKeys: testPersonKeys,
    leadSets: noLeadSets,
    subscriptionService: emptySubscriptionService,
    people: nobody,
    homes: memoryHomes(),
    homeClock: stillClock,
    alerts: quietAlertService,
    replay: () => Promise.resolve(null),
    calendar: workingCalendar,
    place: { channel: 'C0SALES', user: 'U0NOURA' },
    catalogue: { sources: {}, subSources: {} },
    signal: new AbortController().signal,
    scope: 'all',
    may: () => Promise.resolve(true),
    record: () => Promise.resolve(),
    fresh: false,
    audience: 'asker',
    ...changes,
  };
}

export const testPersonKeys: PersonKeys = (fields) => keysOfPerson(fields, [testKey()]);

/** Finds no data about any person. */
export const nothingHeld: Forgetting = {
  look: () =>
    Promise.resolve({ found: { cards: 0, shares: 0, files: 0, leads: 0, announcements: 0 }, waiting: 0, noted: [] }),
  erase: () => Promise.resolve(null),
};

/** Finds no set of leads. */
export const noLeadSets: LeadSetFinder = {
  find: () => Promise.resolve(null),
  scopeOf: () => Promise.resolve(null),
  numberOf: () => Promise.resolve(null),
};

export const quietAlertService: AlertService = {
  settings: defaultAlertSettings,
  act: () => Promise.resolve(null),
  snoozeEnd: () => noon,
  mayResolve: () => Promise.resolve(true),
  mayOwn: () => Promise.resolve(true),
  find: () => Promise.resolve(null),
  isShownIn: () => Promise.resolve(true),
  latest: () => Promise.resolve([]),
  open: () => Promise.resolve({ count: 0, first: [] }),
  errorTexts: () => Promise.resolve(new Map()),
  causes: () => Promise.resolve(null),
  maySilence: () => Promise.resolve(true),
  silence: (matcher, ms, reason, createdBy) =>
    Promise.resolve({
      id: 1,
      workspace: 'T1',
      matcher,
      reason,
      createdBy,
      startsAt: noon,
      endsAt: (noon + ms) as Instant,
    }),
  silences: () => Promise.resolve([]),
  endSilence: () => Promise.resolve(false),
  exported: () => Promise.resolve(null),
};

/** An alert service with only these alerts. */
export function alertServiceOf(alerts: () => readonly StoredAlert[]): AlertService {
  return {
    ...quietAlertService,
    latest: (limit) => Promise.resolve(alerts().slice(0, limit)),
    open: (user, limit) => {
      const open = alerts().filter(({ state }) => state.status === 'firing');
      const [own = [], others = []] = [true, false].map((is) =>
        open.filter(({ state }) => ((state.owner ?? state.acknowledgedBy) === user) === is),
      );
      return Promise.resolve({ count: open.length, first: [...own, ...others].slice(0, limit) });
    },
  };
}

/** People without preferences. */
export const nobody: People = {
  language: () => Promise.resolve(null),
  setLanguage: () => Promise.resolve(),
  isFirst: () => Promise.resolve(false),
};

/** The business is open from Sunday to Thursday, 9 to 6, and has no holidays. */
export const workingCalendar: BusinessCalendar = {
  workingDays: [7, 1, 2, 3, 4],
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};

/** The service for a channel without subscriptions. */
export const emptySubscriptionService: SubscriptionService = {
  subscribe: ({ user: owner }, definition) =>
    Promise.resolve({ one: { id: 1, definition, owner, pausedReason: null, nextRunAt: noon }, needsInvite: false }),
  replace: () => Promise.resolve(null),
  list: () => Promise.resolve([]),
  ofOwner: () => Promise.resolve([]),
  change: () => Promise.resolve(null),
};
