/**
 * Replays alerts: computes the notifications that these settings would have caused, from the data known at each moment
 * of the past. Pure: a fold over time. It runs the live rules (`findingsOf`) and the live state machine (`nextCourse`)
 * at each change and each minute, except for bulks whose findings can't have changed. To save copies, it
 * changes the lists of the alerts' members in place. It applies the silences of that time, but assumes that no one acknowledged, snoozed or took an alert.
 */
import { type BusinessCalendar, createIsOpenAt } from '../time/business-calendar.ts';
import type { Instant, Window, Zone } from '../time/instant.ts';
import { type AlertFacts, type AlertSettings, type BulkFacts, knownEnoughMs, newErrorMs, watchedMs } from './facts.ts';
import { type Circumstances, nextCourse, quietMsOf } from './course.ts';
import { isCurrentCourse, isInhibited, placed, staysPlaced } from './grouping.ts';
import { MembersInPlace } from './members-in-place.ts';
import { agesThatMatter } from './numbers.ts';
import { type Arrival, PastPace } from './past-pace.ts';
import { type ReplayedState, ReplayTally, type ReplayReport } from './replay-report.ts';
import {
  type AlertRuleId,
  connectionRules,
  expiredOf,
  type Finding,
  findingsOf,
  needsPace,
  saysOutage,
} from './rules/index.ts';
import { isSilenced, type SilenceMatcher } from './silence.ts';
import type { AlertCourse, AlertReason } from './state.ts';
import { type AlertStep, believedAt } from './step.ts';
import { Timetable } from './timetable.ts';

/** The state of a bulk from an instant on. */
export interface SeenBulk {
  readonly at: Instant;
  readonly facts: BulkFacts;
}

interface Span {
  readonly from: Instant;
  /** Null: still open. */
  readonly to: Instant | null;
}

/** All data about the past except bulks, in business time and in time order. */
export interface PastFrame {
  /** The times in which polls failed. */
  readonly outages: readonly (Span & { readonly failure: string })[];
  /** The times in which no poll ran. */
  readonly pauses: readonly Span[];
  /** The time at which each error was first seen, for errors within the window and the hour before it. */
  readonly errorsFirstSeen: ReadonlyMap<string, Instant>;
  /** The time at which the first bulk was seen; null if no bulk was ever seen. */
  readonly firstSeenAt: Instant | null;
  readonly silences: readonly {
    readonly matcher: SilenceMatcher;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
  readonly arrivals: readonly Arrival[];
  /** The words with which each error is shown, for silences that name an error. */
  readonly errorWords: ReadonlyMap<string, readonly string[]>;
}

export interface ReplayOptions {
  readonly window: Window;
  readonly rules: ReadonlySet<AlertRuleId>;
  readonly settings: AlertSettings;
  readonly frame: PastFrame;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  /** Called with each notification, in order. */
  readonly heard?: (rule: AlertRuleId, group: string, step: AlertStep, at: Instant) => void;
}

interface Running {
  readonly rule: AlertRuleId;
  readonly group: string;
  readonly isStanding: boolean;
  readonly members: MembersInPlace;
  course: AlertCourse;
  /** The time at which the alert may next send something even if nothing changes. */
  wakeAt: number;
}

const minuteMs = 60_000;
const nothingNew: ReadonlySet<string> = new Set();
const nothingFound: ReadonlyMap<string, Finding> = new Map();
/**
 * Facts without any problem. The history lacks bulks that were set aside. No poll is overdue here, because the replay
 * sends nothing during a pause.
 */
const calm = {
  bulks: [],
  setAside: [],
  connection: { failedSince: null, failure: null, overdueSince: null, gapSince: null },
  newErrors: nothingNew,
  pace: null,
} satisfies Omit<AlertFacts, 'now'>;
/**
 * An alert whose last evaluation had one of these results sends nothing until its repeat interval is over or something
 * changes.
 */
const settled: ReadonlySet<AlertReason> = new Set<AlertReason>([
  'fired',
  'joined',
  'changed',
  'unchanged',
  'repeated',
  'reopened',
  'unstable',
  'steady',
  'acknowledged',
  'silenced',
  'snoozed',
  'inhibited',
  'quiet-hours',
  'resolved',
  'expired',
  'gone-before-told',
]);

export class Replay {
  readonly #options: ReplayOptions;
  readonly #tally: ReplayTally;
  readonly #pace: PastPace;
  readonly #ages: readonly number[];
  readonly #isOpenAt: (now: Instant) => boolean;
  readonly #bulks = new Map<number, BulkFacts>();
  readonly #aging = new Timetable<number>();
  /** For each bulk, the time of its latest entry in the timetable. */
  readonly #nextLooks = new Map<number, Instant>();
  readonly #looks = new Timetable<null>();
  /** The current findings, by alert and then by member. `#foundIn` lists the alerts of each bulk. */
  readonly #found = new Map<string, Map<string, Finding>>();
  readonly #foundIn = new Map<number, readonly string[]>();
  /** For each alert, the bulks whose findings have changed, come or gone since its last step. */
  readonly #touched = new Map<string, Set<string>>();
  /** The group in which each bulk was announced; the key has the rule and the bulk. */
  readonly #places = new Map<string, string>();
  readonly #needsPace: boolean;
  readonly #running = new Map<string, Running>();
  /** Everything up to this moment has been replayed. */
  #now: Instant;
  #hasBegun = false;
  #circumstances = '';
  #isEnough = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#tally = new ReplayTally(options.window, options.zone, options.rules);
    this.#needsPace = [...options.rules].some(needsPace);
    this.#pace = new PastPace(this.#needsPace ? options.frame.arrivals : []);
    this.#ages = agesThatMatter(options.settings);
    this.#isOpenAt = createIsOpenAt(options.zone, options.calendar);
    this.#now = options.window.from;
  }

  /** Bulks must come in time order, even across calls. */
  see(bulks: readonly SeenBulk[]): void {
    for (let n = 0; n < bulks.length;) {
      const at = bulks[n]?.at ?? this.#now;
      this.#passTo(at);
      const changed: number[] = [];
      for (let next = bulks[n]; next?.at === at; next = bulks[n]) {
        this.#bulks.set(next.facts.id, next.facts);
        changed.push(next.facts.id);
        n += 1;
      }
      this.#evaluate(at, changed);
    }
  }

  end(): ReplayReport {
    this.#passTo(this.#options.window.to);
    for (const running of this.#running.values())
      if (running.course.status === 'firing') this.#tally.open(replayed(running));
    return this.#tally.report();
  }

  /** Evaluates at each minute before `to`, and whenever a group wait or a group interval ends before `to`. */
  #passTo(to: Instant): void {
    if (!this.#hasBegun && to > this.#now) this.#evaluate(this.#now, []);
    for (;;) {
      const minute = (Math.floor(this.#now / minuteMs) + 1) * minuteMs;
      const next = Math.min(minute, Math.max(this.#looks.next, this.#now + 1)) as Instant;
      if (next >= to) return;
      this.#looks.due(next);
      this.#evaluate(next, []);
    }
  }

  #evaluate(now: Instant, changed: readonly number[]): void {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    this.#now = now;
    if (isIn(this.#options.frame.pauses, now)) {
      // These bulks are evaluated when polls run again.
      for (const id of changed) this.#aging.add(now, id);
      return;
    }
    const dirty = new Set<string>();
    const again = this.#aging.due(now).filter((id) => this.#isVisible(id));
    for (const id of new Set([...changed, ...again, ...this.#knownEnough(now)])) this.#look(id, now, dirty);
    const { down, knowsPace } = this.#lookAround(now, dirty);
    const open = this.#isOpenAt(now);
    const silences = this.#options.frame.silences.filter(({ startsAt, endsAt }) => startsAt <= now && endsAt > now);
    const circumstances = `${[...down].join()} ${open} ${silences.map(({ startsAt }) => startsAt).join()}`;
    const isOther = circumstances !== this.#circumstances;
    this.#circumstances = circumstances;
    for (const [key, { wakeAt, course }] of this.#running)
      if (wakeAt <= now || (isOther && course.status !== 'resolved')) dirty.add(key);
    const wordsOf = (fingerprint: string) => this.#options.frame.errorWords.get(fingerprint) ?? [];
    for (const key of dirty) {
      const [rule, group] = keyParts(key);
      if (needsPace(rule) && !knowsPace) continue;
      const silenced = silences.some(({ matcher }) =>
        isSilenced({ rule, group }, membersOf(this.#found.get(key)), matcher, wordsOf),
      );
      this.#step(rule, group, { now, silenced, inhibited: isInhibited(rule, down), quiet: !open, isFirst });
    }
  }

  #step(
    rule: AlertRuleId,
    group: string,
    { isFirst, ...circumstances }: Omit<Circumstances, 'settings'> & { readonly isFirst: boolean },
  ): void {
    const { settings } = this.#options;
    const { now } = circumstances;
    const key = keyOf(rule, group);
    const found = this.#found.get(key) ?? nothingFound;
    const known = this.#running.get(key);
    const before = known !== undefined && isCurrentCourse(known.course, now) ? known : null;
    const touched = before === null ? found.keys() : (this.#touched.get(key) ?? nothingNew);
    const [changed, left]: [Finding[], string[]] = [[], []];
    for (const member of touched) {
      const finding = found.get(member);
      if (finding === undefined) left.push(member);
      else changed.push(finding);
    }
    this.#touched.delete(key);
    if (before === null && found.size === 0) return;
    const members = before?.members ?? new MembersInPlace();
    const expired = this.#expired({ rule, group, members }, left, now);
    members.step(changed, left, { now, expired, quietMs: quietMsOf(settings) });
    const step = nextCourse(before?.course ?? null, members, { ...circumstances, settings }, false);
    if (step.tellsAll) members.tellAll();
    const { course, told, joined } = step;
    const running = before ?? { rule, group, isStanding: isFirst, members, course, wakeAt: Infinity };
    running.course = course;
    running.wakeAt = wakeTime(running, settings, now);
    this.#running.set(key, running);
    if (course.reason === 'group-wait' || isForInterval(course)) this.#looks.add(running.wakeAt as Instant, null);
    if (told === null) return;
    this.#tally.told(replayed(running), told, now, running.isStanding);
    this.#options.heard?.(rule, group, { state: { ...course, members: members.all() }, told, joined }, now);
  }

  /** Returns the alert's bulks that are no longer found but were not fixed. */
  #expired(
    { rule, group, members }: Pick<Running, 'rule' | 'group' | 'members'>,
    left: readonly string[],
    now: Instant,
  ): ReadonlySet<string> {
    // A problem of the whole connection has no bulk that could expire.
    const gone = left.filter((member) => member !== '' && members.isOpen(member));
    if (gone.length === 0) return nothingNew;
    const bulks = gone.flatMap((member) => this.#bulks.get(Number(member)) ?? []);
    return expiredOf({ rule, group }, gone, { ...calm, now, bulks }, this.#options.settings);
  }

  /** Evaluates the rules for one bulk. */
  #look(id: number, now: Instant, dirty: Set<string>): void {
    const bulk = this.#bulks.get(id);
    if (bulk === undefined) return;
    const member = String(id);
    const before = this.#foundIn.get(id) ?? [];
    for (const key of before) this.#found.get(key)?.delete(member);
    const fresh = this.#newErrorsOf(bulk, now);
    const findings = findingsOf({ ...calm, now, bulks: [bulk], newErrors: fresh }, this.#options.settings).filter(
      ({ rule }) => this.#options.rules.has(rule),
    );
    const keys: string[] = [];
    for (const natural of findings) {
      const finding = placed(natural, (rule, one) => this.#placeOf(rule, one, now));
      const key = keyOf(finding.rule, finding.group);
      if (staysPlaced(finding.rule)) this.#places.set(keyOf(finding.rule, member), finding.group);
      const its = this.#found.get(key) ?? new Map<string, Finding>();
      this.#found.set(key, its.set(member, finding));
      keys.push(key);
    }
    for (const key of [...before, ...keys]) {
      this.#touch(key, member);
      dirty.add(key);
    }
    if (keys.length === 0) this.#foundIn.delete(id);
    else this.#foundIn.set(id, keys);
    this.#remember(bulk, fresh, now);
  }

  /** The member that was touched last comes last. */
  #touch(key: string, member: string): void {
    const its = this.#touched.get(key) ?? new Set<string>();
    its.delete(member);
    this.#touched.set(key, its.add(member));
  }

  /** Plans when to evaluate the bulk again if it does not change. */
  #remember({ id, createdAt, firstSeenAt, errors }: BulkFacts, fresh: ReadonlySet<string>, now: Instant): void {
    const base = createdAt ?? firstSeenAt;
    const times = this.#ages.map((age) => base + age).filter((at) => at > now);
    for (const { fingerprint } of errors)
      if (fresh.has(fingerprint))
        times.push((this.#options.frame.errorsFirstSeen.get(fingerprint) ?? now) + newErrorMs);
    const first = times.reduce((soonest, at) => Math.min(soonest, at), Infinity);
    if (times.length > 0) this.#lookAt(first as Instant, id);
    else if (now - base >= watchedMs && !this.#foundIn.has(id)) this.#forget(id);
  }

  /** Adds no second entry for the same time, because most changes of a bulk do not move its next evaluation. */
  #lookAt(at: Instant, id: number): void {
    if (this.#nextLooks.get(id) === at) return;
    this.#nextLooks.set(id, at);
    this.#aging.add(at, id);
  }

  #forget(id: number): void {
    this.#bulks.delete(id);
    this.#nextLooks.delete(id);
    for (const rule of this.#options.rules) this.#places.delete(keyOf(rule, String(id)));
  }

  #newErrorsOf({ errors }: BulkFacts, now: Instant): ReadonlySet<string> {
    const { errorsFirstSeen } = this.#options.frame;
    if (errors.length === 0 || !this.#isKnownEnough(now)) return nothingNew;
    const fresh = errors.filter(({ fingerprint }) => {
      const at = errorsFirstSeen.get(fingerprint);
      return at !== undefined && at <= now && at > now - newErrorMs;
    });
    return fresh.length === 0 ? nothingNew : new Set(fresh.map(({ fingerprint }) => fingerprint));
  }

  #isKnownEnough(now: Instant): boolean {
    const { firstSeenAt } = this.#options.frame;
    return firstSeenAt !== null && firstSeenAt < now - knownEnoughMs;
  }

  /** Returns all visible bulks when the history has just become long enough for errors to count as new; else none. */
  #knownEnough(now: Instant): readonly number[] {
    if (this.#isEnough || !this.#isKnownEnough(now)) return [];
    this.#isEnough = true;
    return [...this.#bulks.keys()].filter((id) => this.#isVisible(id));
  }

  /** Whether the live rules may evaluate the bulk again: its creation time is known, or it is part of an alert. */
  #isVisible(id: number): boolean {
    const bulk = this.#bulks.get(id);
    return bulk !== undefined && (bulk.createdAt !== null || this.#foundIn.has(id));
  }

  /** Returns the group in which a bulk was announced, if a finding can still join that alert. */
  #placeOf(rule: AlertRuleId, member: string, now: Instant): string | undefined {
    const group = this.#places.get(keyOf(rule, member));
    if (group === undefined) return undefined;
    const running = this.#running.get(keyOf(rule, group));
    // If `running` is undefined, the bulk got its group at this very moment, so the alert has no state yet.
    return running === undefined || isCurrentCourse(running.course, now) ? group : undefined;
  }

  /** Evaluates the rules about the whole connection. */
  #lookAround(now: Instant, dirty: Set<string>): { readonly down: ReadonlySet<string>; readonly knowsPace: boolean } {
    const { frame, rules, settings } = this.#options;
    const outage = frame.outages.find((span) => isInside(span, now));
    const pace = outage === undefined && this.#needsPace && this.#isOpenAt(now) ? this.#pace.at(now) : null;
    const connection = {
      ...calm.connection,
      failedSince: outage?.from ?? null,
      failure: outage?.failure ?? null,
    };
    const findings = findingsOf({ ...calm, now, connection, pace }, settings);
    for (const { id: rule, group, needsPace: isOfPace } of connectionRules) {
      // While the pace of leads is unknown, the alert keeps its state.
      if (!rules.has(rule) || (isOfPace && pace === null)) continue;
      const finding = findings.find((one) => one.rule === rule);
      const key = keyOf(rule, group);
      const before = this.#found.get(key)?.get('');
      if (finding?.count === before?.count) continue;
      this.#found.set(key, new Map(finding === undefined ? [] : [['', finding]]));
      this.#touch(key, '');
      dirty.add(key);
    }
    const down = new Set(findings.flatMap(({ rule }) => (saysOutage(rule) ? rule : [])));
    return { down, knowsPace: pace !== null };
  }
}

function replayed({ rule, group, course, members }: Running): ReplayedState {
  return {
    rule,
    group,
    firedAt: course.firedAt,
    open: () => Object.values(members.all()).filter(({ resolvedAt }) => resolvedAt === null),
  };
}

function wakeTime({ course, members }: Running, settings: AlertSettings, now: Instant): number {
  const { groupWaitMs, groupIntervalMs, repeatIntervalMs } = settings;
  if (course.status === 'resolved') return Infinity;
  if (course.status === 'waiting') return course.reason === 'group-wait' ? course.startedAt + groupWaitMs : Infinity;
  const toldAt = course.toldAt ?? course.startedAt;
  const steadyAt = believedAt({ ...course, members: members.returning() }, settings);
  if (isForInterval(course)) return Math.min(toldAt + groupIntervalMs, steadyAt);
  if (!settled.has(course.reason)) return now;
  const repeatAt = toldAt + repeatIntervalMs;
  // If a repeat is due but was held back, only another change can release it.
  return Math.min(repeatAt > now ? repeatAt : Infinity, steadyAt);
}

/** Whether the alert is announced only when the group interval ends. */
function isForInterval({ reason }: AlertCourse): boolean {
  return reason === 'group-interval' || reason === 'damped';
}

function membersOf(findings: ReadonlyMap<string, Finding> = nothingFound): Parameters<typeof isSilenced>[1] {
  return [...findings.values()].map(({ bulk }) => ({
    errors: bulk?.errors ?? [],
    traits: bulk?.traits ?? null,
    resolvedAt: null,
  }));
}

function isInside({ from, to }: Span, now: Instant): boolean {
  return from <= now && (to === null || to > now);
}

function isIn(spans: readonly Span[], now: Instant): boolean {
  return spans.some((span) => isInside(span, now));
}

function keyOf(rule: AlertRuleId, group: string): string {
  return `${rule} ${group}`;
}

function keyParts(key: string): readonly [rule: AlertRuleId, group: string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space) as AlertRuleId, key.slice(space + 1)];
}
