/** Counts the messages that would have been sent. The memory that it needs does not grow with the history. Pure. */
import { plainDateIn } from '../time/day.ts';
import type { Instant, PlainDate, Window, Zone } from '../time/instant.ts';
import type { ErrorShare } from './facts.ts';
import type { AlertRuleId } from './rules/index.ts';
import type { AlertMember } from './members.ts';
import type { AlertTold } from './course.ts';

export interface ReplayedAlert {
  readonly rule: AlertRuleId;
  readonly group: string;
  readonly at: Instant;
  /** The size of the alert when the message was sent. */
  readonly bulks: number;
  readonly count: number;
  readonly of: number;
  readonly errors: readonly ErrorShare[];
}

export interface ReplayCount {
  readonly alerts: number;
  /** The number of pings that the channel would have got: the alert fired, repeated or reopened, or bulks joined it. */
  readonly pings: number;
}

export interface ReplayReport extends ReplayCount {
  readonly window: Window;
  readonly fired: number;
  /** The number of messages about bulks that joined. */
  readonly joined: number;
  readonly reopened: number;
  readonly repeated: number;
  /** The number of alerts that were open when the replay began; they do not count as new. */
  readonly standing: number;
  /** Every day of the window. */
  readonly days: readonly (ReplayCount & { readonly date: PlainDate })[];
  readonly rules: readonly (ReplayCount & { readonly rule: AlertRuleId })[];
  /** The groups with the most pings, the noisiest first. */
  readonly groups: readonly (ReplayCount & { readonly rule: AlertRuleId; readonly group: string })[];
  readonly longest: {
    readonly rule: AlertRuleId;
    readonly group: string;
    readonly ms: number;
    readonly isOver: boolean;
  } | null;
  readonly first: readonly ReplayedAlert[];
}

const firstOnes = 5;
const noisiest = 5;

interface Counting {
  alerts: number;
  pings: number;
}

/** An alert of the replay at one moment. */
export interface ReplayedState {
  readonly rule: AlertRuleId;
  readonly group: string;
  readonly firedAt: Instant | null;
  /** The alert's open members, in the order of their ids. */
  open(): readonly AlertMember[];
}

export class ReplayTally {
  readonly #window: Window;
  readonly #dateOf: (at: Instant) => PlainDate;
  readonly #days = new Map<PlainDate, Counting>();
  readonly #rules = new Map<AlertRuleId, Counting>();
  readonly #groups = new Map<string, Counting & { readonly rule: AlertRuleId; readonly group: string }>();
  readonly #first: ReplayedAlert[] = [];
  readonly #times = { fire: 0, join: 0, reopen: 0, repeat: 0 };
  #standing = 0;
  #longest: ReplayReport['longest'] = null;

  constructor(window: Window, zone: Zone, rules: Iterable<AlertRuleId>) {
    this.#window = window;
    this.#dateOf = (at) => plainDateIn(zone, at);
    for (const rule of rules) this.#rules.set(rule, { alerts: 0, pings: 0 });
    for (let at = window.from as number; at < window.to; at += 6 * 3_600_000) this.#day(at as Instant);
    this.#day((window.to - 1) as Instant);
  }

  /** `wasStanding`: the alert was open when the window began. */
  told(one: ReplayedState, told: AlertTold, now: Instant, wasStanding: boolean): void {
    const { rule, group } = one;
    if (told === 'resolve') this.#lasted(one, now, true);
    if (told === null || told === 'update' || told === 'resolve' || told === 'line') return;
    if (told === 'fire' && wasStanding) {
      this.#standing += 1;
      return;
    }
    this.#times[told] += 1;
    const key = `${rule} ${group}`;
    const its = this.#groups.get(key) ?? { rule, group, alerts: 0, pings: 0 };
    this.#groups.set(key, its);
    for (const count of [this.#day(now), this.#rules.get(rule), its]) {
      if (count === undefined) continue;
      count.pings += 1;
      if (told === 'fire') count.alerts += 1;
    }
    if (told === 'fire' && this.#first.length < firstOnes) this.#first.push(shown(one, now));
  }

  /** Must be called for each alert that is still open at the end. */
  open(one: ReplayedState): void {
    this.#lasted(one, this.#window.to, false);
  }

  report(): ReplayReport {
    const { fire, join, reopen, repeat } = this.#times;
    return {
      window: this.#window,
      alerts: fire,
      pings: fire + join + reopen + repeat,
      fired: fire,
      joined: join,
      reopened: reopen,
      repeated: repeat,
      standing: this.#standing,
      days: [...this.#days].map(([date, count]) => ({ date, ...count })).toSorted((a, b) => (a.date < b.date ? -1 : 1)),
      rules: [...this.#rules].map(([rule, count]) => ({ rule, ...count })),
      groups: [...this.#groups.values()].toSorted((a, b) => b.pings - a.pings).slice(0, noisiest),
      longest: this.#longest,
      first: this.#first,
    };
  }

  #lasted({ rule, group, firedAt }: ReplayedState, until: Instant, isOver: boolean): void {
    if (firedAt === null) return;
    const ms = until - Math.max(firedAt, this.#window.from);
    if (ms > (this.#longest?.ms ?? 0)) this.#longest = { rule, group, ms, isOver };
  }

  #day(at: Instant): Counting {
    const date = this.#dateOf(at);
    const day = this.#days.get(date) ?? { alerts: 0, pings: 0 };
    this.#days.set(date, day);
    return day;
  }
}

function shown({ rule, group, ...one }: ReplayedState, at: Instant): ReplayedAlert {
  const open = one.open();
  const errors = new Map<string, number>();
  for (const member of open)
    for (const { fingerprint, leads } of member.errors) errors.set(fingerprint, (errors.get(fingerprint) ?? 0) + leads);
  return {
    rule,
    group,
    at,
    bulks: open.length,
    count: open.reduce((sum, { count }) => sum + count, 0),
    of: open.reduce((sum, { of }) => sum + of, 0),
    errors: [...errors]
      .map(([fingerprint, leads]) => ({ fingerprint, leads }))
      .toSorted((a, b) => b.leads - a.leads)
      .slice(0, 3),
  };
}
