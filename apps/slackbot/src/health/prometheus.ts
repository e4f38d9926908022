/**
 * The only code that imports prom-client: every metric, with its name, its help and its labels. Effects: reads the
 * process's own figures when scraped. Errors: none.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '@leadbell/domain';
import type { SentMessage } from '@leadbell/store';
import type { Figures } from './figures.ts';
import type { Meters } from './meters.ts';

export interface Prometheus {
  readonly meters: Meters;
  readonly contentType: string;
  /** `figures` is null when the database did not answer; the metrics of the database are then missing. */
  exposition(figures: Figures | null): Promise<string>;
  observe(sent: readonly SentMessage[]): void;
  close(): void;
}

/** Buckets for the duration of requests and calls, in seconds. */
const callBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Buckets for waits that people notice, in seconds. */
const waitBuckets = [1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3_600];

export type Every = (ms: number, work: () => void) => () => void;

export function createPrometheus(connection: 'socket' | 'http', every: Every): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const loop = watchLoop(every);
  const counted = countersIn(registry);
  const gauges = gaugesIn(registry);
  gauges.info.set({ version, connection }, 1);
  return {
    meters: metersOf(counted),
    contentType: registry.contentType,
    observe(sent) {
      for (const { kind, tookMs, newsMs, lateMs } of sent) {
        if (newsMs !== null) counted.news.observe({ kind: known(messageKinds, kind) }, newsMs / 1_000);
        counted.sent.observe({ kind: known(messageKinds, kind) }, tookMs / 1_000);
        if (lateMs !== null) counted.late.observe(lateMs / 1_000);
      }
    },
    async exposition(figures) {
      gauges.loop.set(loop.longestSeconds());
      gauges.database.set(figures === null ? 0 : 1);
      // If a figure can't be read, its metric is absent, and does not show zero or an old value.
      gauges.forget();
      if (figures !== null) show(figures, gauges);
      return registry.metrics();
    },
    close: () => loop.close(),
  };
}

const loopWindowMs = 60_000;

/**
 * Measures the longest delay of the event loop in the last one or two windows. A scrape does not begin a new window,
 * because that would hide the delay from other scrapers, and Node forgets a current delay when its histogram is reset.
 */
function watchLoop(every: Every) {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  let earlier = 0;
  const stop = every(loopWindowMs, () => {
    earlier = delays.max;
    delays.reset();
  });
  return {
    longestSeconds: () => Math.max(earlier, delays.max) / 1e9,
    close() {
      stop();
      delays.disable();
    },
  };
}

const pollOutcomes = new Set(
  'ok overtaken unauthorized rate-limited unavailable timeout contract bad-request not-found aborted database fault'.split(
    ' ',
  ),
);
const messageKinds = new Set(['alert', 'digest', 'lead', 'notice']);
const callResults = new Set(['ok', 'refused', 'rate_limited', 'unclear', 'no_answer']);
/** Matches a method's name. There are few methods, and no name contains an id. */
const method = /^[a-z]+(?:\.[a-zA-Z]+){1,3}$/;

function known(values: ReadonlySet<string>, value: string): string {
  return values.has(value) ? value : 'other';
}

function countersIn(registry: Registry) {
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Counter<T>({ name, help, labelNames, registers });
  return {
    dms: new Histogram({
      name: 'leadbell_dms_request_seconds',
      help: 'Time from a request to the DMS until the head of its answer, by outcome',
      labelNames: ['outcome'],
      buckets: callBuckets,
      registers,
    }),
    read: counter(
      'leadbell_dms_leads_total',
      'Leads in answers of the DMS, by how they were read: from the bytes of an answer (plain), in a slower way (odd), or as part of a short answer (short)',
      'way',
    ),
    polls: counter('leadbell_polls_total', 'Polls of the DMS that this process made, by outcome', 'outcome'),
    poll: new Histogram({
      name: 'leadbell_poll_seconds',
      help: 'Duration of polls of the DMS',
      buckets: callBuckets,
      registers,
    }),
    leads: counter('leadbell_leads_seen_total', 'Leads that a poll of this process stored for the first time'),
    bulks: new Histogram({
      name: 'leadbell_bulk_seen_seconds',
      help: 'Time from the creation of a bulk in the DMS until it was stored with its messages',
      buckets: waitBuckets,
      registers,
    }),
    sent: new Histogram({
      name: 'leadbell_message_sent_seconds',
      help: 'Time from writing a message until it was in Slack, by kind; for the whole fleet',
      labelNames: ['kind'],
      buckets: waitBuckets,
      registers,
    }),
    news: new Histogram({
      name: 'leadbell_visible_to_slack_seconds',
      help: 'Time from when the DMS may first have shown a lead, or the cause of an alert, until the message about it was in Slack, by kind; for the whole fleet',
      labelNames: ['kind'],
      buckets: waitBuckets,
      registers,
    }),
    late: new Histogram({
      name: 'leadbell_digest_late_seconds',
      help: 'Time from the scheduled time of a digest until it was in Slack; for the whole fleet',
      buckets: waitBuckets,
      registers,
    }),
    slack: new Histogram({
      name: 'leadbell_slack_request_seconds',
      help: "Duration of calls to Slack's Web API, by method and result",
      labelNames: ['method', 'result'],
      buckets: callBuckets,
      registers,
    }),
  };
}

function metersOf(counted: ReturnType<typeof countersIn>): Meters {
  return {
    dmsRequest: (outcome, tookMs) => counted.dms.observe({ outcome }, tookMs / 1_000),
    leadsRead({ plain, odd, short }) {
      for (const [way, count] of Object.entries({ plain, odd, short })) counted.read.inc({ way }, count);
    },
    poll(outcome, tookMs) {
      counted.polls.inc({ outcome: known(pollOutcomes, outcome) });
      counted.poll.observe(tookMs / 1_000);
    },
    bulksSeen(agesMs) {
      for (const age of agesMs) counted.bulks.observe(Math.max(0, age) / 1_000);
    },
    leadsSeen: (count) => counted.leads.inc(count),
    slackCall: (name, result, tookMs) =>
      counted.slack.observe(
        { method: method.test(name) ? name : 'other', result: known(callResults, result) },
        tookMs / 1_000,
      ),
  };
}

function gaugesIn(registry: Registry) {
  const gauge = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Gauge<T>({ name, help, labelNames, registers: [registry] });
  const ofDatabase = {
    messages: gauge('leadbell_outbox_messages', 'Messages for Slack: waiting, being sent, in doubt, dead', 'state'),
    oldest: gauge('leadbell_outbox_oldest_seconds', 'For how long the oldest message has waited'),
    owed: gauge('leadbell_digests_overdue', 'Digests that are late'),
    acts: gauge('leadbell_inbox_late', 'Commands and button presses that have waited longer than a minute'),
    jobs: gauge('leadbell_jobs_dead', 'Jobs that failed too often'),
    audit: gauge('leadbell_audit_guarded', '1 if the audit log is protected from changes'),
    closed: gauge('leadbell_workspaces_blocked', 'Workspaces in which Slack lets Leadbell post nothing'),
    scopes: gauge('leadbell_slack_missing_scopes', 'Required scopes that the app lacks, in all workspaces'),
    read: gauge('leadbell_dms_last_read_seconds', 'For how long the DMS has not been read'),
    behind: gauge('leadbell_dms_behind_seconds', 'Everything in the DMS that is older than this has been read'),
    failures: gauge('leadbell_dms_failures', 'Number of failed polls since the last one that succeeded'),
    overdue: gauge(
      'leadbell_poll_overdue_seconds',
      'For how long a poll has been overdue, because no process has started it',
    ),
    unread: gauge('leadbell_dms_unread_periods', 'Past periods that could not be read'),
    aside: gauge('leadbell_bulks_set_aside', 'Bulks that could not be stored'),
    requests: gauge('leadbell_dms_requests_today', "Requests to the DMS since the business's midnight", 'by'),
    budget: gauge('leadbell_dms_requests_budget', 'DMS_REQUESTS_PER_DAY'),
    pool: gauge('leadbell_database_connections', 'Connections of this process to the database, by state', 'state'),
  };
  return {
    ...ofDatabase,
    forget() {
      const { messages, requests, pool, ...plain } = ofDatabase;
      for (const one of [messages, requests, pool]) one.reset();
      // Use `remove`, because `reset` would set a metric without labels to zero.
      for (const one of Object.values(plain)) one.remove();
    },
    info: gauge('leadbell_info', 'The release, and how Slack reaches Leadbell', 'version', 'connection'),
    database: gauge('leadbell_database_up', '1 if the database answered this scrape'),
    loop: gauge(
      'leadbell_event_loop_delay_max_seconds',
      'The longest delay of the event loop in the last one to two minutes',
    ),
  };
}

function show(figures: Figures, gauges: ReturnType<typeof gaugesIn>): void {
  for (const [state, count] of Object.entries(figures.messages)) gauges.messages.set({ state }, count);
  for (const [by, count] of Object.entries(figures.requests)) gauges.requests.set({ by }, count);
  for (const [state, count] of Object.entries(figures.pool)) gauges.pool.set({ state }, count);
  gauges.oldest.set(figures.oldestMessageMs / 1_000);
  gauges.owed.set(figures.lateDigests);
  gauges.acts.set(figures.lateActs);
  gauges.jobs.set(figures.deadJobs);
  gauges.audit.set(figures.isAuditGuarded ? 1 : 0);
  gauges.closed.set(figures.blockedWorkspaces);
  gauges.scopes.set(figures.missingScopes);
  gauges.failures.set(figures.failures);
  gauges.overdue.set(figures.overdueMs / 1_000);
  gauges.unread.set(figures.unreadPeriods);
  gauges.aside.set(figures.setAside);
  gauges.budget.set(figures.budget);
  if (figures.lastReadMs !== null) gauges.read.set(figures.lastReadMs / 1_000);
  if (figures.behindMs !== null) gauges.behind.set(figures.behindMs / 1_000);
}
