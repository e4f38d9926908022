/** For tests: the status of Leadbell in several states. */
import {
  botScopes,
  type ConnectionHealth,
  describeHabits,
  emptyHabits,
  type HabitsReport,
  type Instant,
  type MessageCounts,
  type OwedCounts,
} from '@leadbell/domain';
import type { Status } from '../features/status/status.ts';
import { noon } from './lead-fixtures.ts';

const minute = 60_000;
const hour = 60 * minute;
const ago = (ms: number) => (noon - ms) as Instant;
const nothingLearned = describeHabits(emptyHabits, noon);

const allSent: MessageCounts = {
  pending: 0,
  sending: 0,
  inDoubt: 0,
  dead: 0,
  sent: 1_204,
  oldestPendingAt: null,
  refusedFor: [],
  deadFor: [],
  closedFor: [],
  askedToWaitUntil: null,
};
/** An installation without configuration, in which no scope is missing. */
export const openInstallation: Status['installation'] = {
  access: { roles: 0, others: 'manager', hasEditors: false, grants: [] },
  missingScopes: [],
};
const noneOwed: OwedCounts = { digests: 0, since: null, failures: [] };

const reading: ConnectionHealth = {
  id: 'dms',
  coveredTo: ago(8_000),
  lastOkAt: ago(8_000),
  nextPollAt: ago(-2_000),
  failures: 0,
  failedSince: null,
  failure: null,
  overdueSince: null,
  unsettled: 3,
  setAside: [],
  unreadWindows: [],
  gaps: [],
  unread: [],
  requests: { polls: 2_104, people: 61 },
  habits: nothingLearned,
};

function statusOf(connection: Partial<ConnectionHealth>, changes: Partial<Status> = {}): Status {
  return {
    now: noon,
    isPolled: true,
    connections: [{ ...reading, ...connection }],
    requestsPerDay: 5_000,
    messages: allSent,
    lateActs: 0,
    owed: noneOwed,
    deadJobs: 0,
    installation: openInstallation,
    isAuditOpen: false,
    ...changes,
  };
}

const aside = (id: number, leads: number, errored: number, reason: string) => ({
  id,
  dmsId: id % 2 === 0 ? String(570 + id) : null,
  createdAt: id === 3 ? null : ago(id * hour),
  leads,
  errored,
  reason,
  since: ago(id * hour),
  tries: id,
  nextTryAt: ago(-12 * minute),
});

const learned: HabitsReport = {
  ...nothingLearned,
  fromIncluded: false,
  toIncluded: true,
  sevenDays: 'dates',
  refusesFuture: true,
  capBulks: 100,
  capLeads: 2_000,
  lateMs: 14 * minute,
  clockOffsetMs: -20 * minute,
};

export const statusCases: readonly { readonly name: string; readonly status: Status }[] = [
  { name: 'status-well', status: statusOf({}) },
  {
    name: 'status-never-read',
    status: statusOf({ lastOkAt: null, coveredTo: null, requests: { polls: 0, people: 0 } }),
  },
  {
    name: 'status-unread-times',
    status: statusOf({
      unreadWindows: [
        {
          kind: 'gap',
          from: ago(4.5 * 24 * hour),
          to: ago(3.5 * 24 * hour),
          failure: 'unavailable',
          since: ago(2 * hour),
          tries: 6,
          nextTryAt: ago(-12 * minute),
        },
      ],
    }),
  },
  { name: 'status-off', status: statusOf({}, { isPolled: false, connections: [] }) },
  {
    name: 'status-failing',
    status: statusOf(
      { lastOkAt: ago(25 * minute), failures: 12, failedSince: ago(24 * minute), failure: 'timeout' },
      {
        messages: { ...allSent, pending: 12, oldestPendingAt: ago(10 * minute) },
        owed: {
          digests: 3,
          since: ago(2 * hour),
          failures: [
            { reason: 'timeout', count: 2 },
            { reason: 'unavailable', count: 1 },
          ],
        },
      },
    ),
  },
  {
    name: 'status-missing-scopes',
    status: statusOf(
      {},
      {
        installation: {
          access: { roles: 3, others: 'viewer', hasEditors: true, grants: [] },
          missingScopes: [...botScopes],
        },
      },
    ),
  },
  {
    name: 'status-open-audit',
    status: statusOf(
      {},
      {
        installation: {
          access: { roles: 1, others: null, hasEditors: false, grants: [] },
          missingScopes: ['groups:history'],
        },
        isAuditOpen: true,
      },
    ),
  },
  {
    name: 'status-never-answered',
    status: statusOf({ lastOkAt: null, failures: 1, failedSince: ago(minute), failure: 'brand-new' }),
  },
  {
    name: 'status-overdue',
    status: statusOf({
      lastOkAt: ago(3 * hour),
      failures: 2,
      failedSince: ago(2.9 * hour),
      failure: 'database',
      overdueSince: ago(2.5 * hour),
    }),
  },
  {
    name: 'status-catching-up',
    status: statusOf({ lastOkAt: ago(30 * hour), coveredTo: ago(26 * hour) }),
  },
  {
    name: 'status-troubled',
    status: statusOf(
      {
        setAside: [
          aside(1, 2, 0, 'fault TypeError'),
          aside(2, 40, 12, 'database 22P05'),
          aside(3, 7, 0, 'database 23514'),
          aside(4, 1, 1, 'database 22003'),
        ],
        gaps: [
          { from: ago(23 * hour), to: ago(21 * hour), failures: ['not-watched', 'unavailable'], isOver: true },
          ...[9, 8, 7, 6, 5].map((hours) => ({
            from: ago(hours * hour),
            to: ago(hours * hour - 5 * minute),
            failures: ['timeout'],
            isOver: true,
          })),
          { from: ago(4 * hour), to: ago(4 * hour - 9_000), failures: ['unavailable'], isOver: true },
        ],
        unread: [
          { field: 'createdDate', count: 1_204 },
          { field: 'leads.vehicles', count: 3 },
          ...['leads.testDriveRequired', 'leads.dateOfBirth', 'leads.isError', 'totalRecords'].map((field) => ({
            field,
            count: 1,
          })),
        ],
        habits: learned,
      },
      {
        messages: {
          ...allSent,
          pending: 40,
          sending: 3,
          inDoubt: 2,
          dead: 4,
          oldestPendingAt: ago(3 * hour),
          refusedFor: [{ reason: 'update_failed', count: 1 }],
          deadFor: [
            { reason: 'is_archived', count: 2 },
            { reason: 'perhaps posted (missing_scope)', count: 1 },
            { reason: 'msg_too_long', count: 1 },
          ],
          closedFor: [{ reason: 'token_revoked', count: 1 }],
          askedToWaitUntil: ago(-24 * hour),
        },
        lateActs: 2,
        deadJobs: 3,
      },
    ),
  },
];
