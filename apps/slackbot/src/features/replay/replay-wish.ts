/** The numbers with which rules are tried: `from-5`, `share-10`, `stalled-30`, `usual-10`, `unreachable-10`, spelled as in a subscription. Pure. */
import { type AlertRuleId, alertRules, type AlertSettings, latinDigits, replayableRules } from '@leadbell/domain';

const minuteMs = 60_000;

interface NumberWord {
  readonly name: string;
  readonly rule: AlertRuleId;
  readonly most: number;
  /** A subscription knows it too. */
  readonly isSubscribable: boolean;
}

export const numberWords: readonly NumberWord[] = [
  { name: 'from', rule: 'bulk-errors', most: 100_000, isSubscribable: true },
  { name: 'share', rule: 'bulk-errors', most: 100, isSubscribable: true },
  { name: 'stalled', rule: 'bulk-stalled', most: 10_080, isSubscribable: true },
  { name: 'usual', rule: 'no-leads', most: 100_000, isSubscribable: false },
  { name: 'unreachable', rule: 'dms-unreachable', most: 1_440, isSubscribable: true },
];

export interface ReplayWish {
  /** Null: all of them. */
  readonly rule: AlertRuleId | null;
  /** By the names of the words. */
  readonly numbers: ReadonlyMap<string, number>;
}

export interface WishRead {
  readonly wish: ReplayWish;
  /** A number that is out of bounds, or is none of this rule's; a rule of which the past is not kept. */
  readonly wrong: { readonly word: string; readonly why: 'bounds' | 'other-rule' | 'live-only' } | null;
  /** The other words, in their order. */
  readonly rest: readonly string[];
}

export function readWish(text: string): WishRead {
  let rule: AlertRuleId | null = null;
  const numbers = new Map<string, number>();
  const typed: { readonly word: string; readonly of: NumberWord; readonly value: number }[] = [];
  const rest: string[] = [];
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const plain = latinDigits(word).toLowerCase();
    const named = alertRules.find((id) => id === plain);
    const [, name, digits] = /^([a-z]+)-(\d{1,7})[m%]?$/.exec(plain) ?? [];
    const of = numberWords.find((one) => one.name === name);
    if (named !== undefined && rule === null) rule = named;
    else if (of === undefined) rest.push(word);
    else {
      numbers.set(of.name, Number(digits));
      typed.push({ word, of, value: Number(digits) });
    }
  }
  const isOut = typed.find(({ of, value }) => value < 1 || value > of.most);
  const isOther = typed.find(({ of }) => rule !== null && of.rule !== rule);
  const isLiveOnly = rule !== null && !replayableRules.includes(rule);
  const wrong = isLiveOnly
    ? ({ word: rule ?? '', why: 'live-only' } as const)
    : isOut !== undefined
      ? ({ word: isOut.word, why: 'bounds' } as const)
      : isOther !== undefined
        ? ({ word: isOther.word, why: 'other-rule' } as const)
        : null;
  return { wish: { rule, numbers }, wrong, rest };
}

/** As `readWish` reads it. */
export function writeWish({ rule, numbers }: ReplayWish): string {
  return [rule, ...writeNumbers(numbers)].filter((word) => word !== null).join(' ');
}

export function writeNumbers(numbers: ReplayWish['numbers']): readonly string[] {
  return numberWords.flatMap(({ name }) => {
    const value = numbers.get(name);
    return value === undefined ? [] : [`${name}-${value}`];
  });
}

/** Of errored leads in a bulk, a number or a share alone is meant alone; with both, either is enough. */
export function settingsWith(settings: AlertSettings, numbers: ReplayWish['numbers']): AlertSettings {
  const [from, share] = [numbers.get('from'), numbers.get('share')];
  const errors =
    from === undefined && share === undefined
      ? {}
      : { erroredLeads: from ?? Infinity, erroredShare: share === undefined ? Infinity : share / 100 };
  const { stalledMs, unreachableMs, usualLeads } = settings;
  const minutes = (name: string, usual: number): number => {
    const value = numbers.get(name);
    return value === undefined ? usual : value * minuteMs;
  };
  return {
    ...settings,
    ...errors,
    stalledMs: minutes('stalled', stalledMs),
    unreachableMs: minutes('unreachable', unreachableMs),
    usualLeads: numbers.get('usual') ?? usualLeads,
  };
}

/** The numbers that settings have, in the words of a wish: of the rule, or of all. */
export function numbersOf(settings: AlertSettings, rule: AlertRuleId | null): ReplayWish['numbers'] {
  const { erroredLeads, erroredShare, stalledMs, unreachableMs, usualLeads } = settings;
  const all = {
    from: erroredLeads,
    share: erroredShare * 100,
    stalled: stalledMs / minuteMs,
    usual: usualLeads,
    unreachable: unreachableMs / minuteMs,
  };
  return new Map(
    Object.entries(all).filter(
      ([name, value]) =>
        Number.isFinite(value) &&
        (rule === null || numberWords.some((word) => word.name === name && word.rule === rule)),
    ),
  );
}
