/** The numbers with which rules are tried: `from-5`, `share-10`, `stalled-30`, `usual-10`, `unreachable-10`, spelled as in a subscription. Pure. */
import {
  type AlertRuleId,
  alertRules,
  type AlertSettings,
  fromSetting,
  isWithin,
  latinDigits,
  replayableRules,
  replayNumbers,
  settingsWithOwn,
  type TypedThreshold,
} from '@leadbell/domain';

export interface ReplayRequest {
  /** Null: all of them. */
  readonly rule: AlertRuleId | null;
  /** By the names of the words. */
  readonly numbers: ReadonlyMap<string, number>;
}

export interface ReplayRead {
  readonly request: ReplayRequest;
  /** A number that is out of bounds, or is none of this rule's; a rule of which the past is not kept. */
  readonly wrong: { readonly word: string; readonly why: 'bounds' | 'other-rule' | 'live-only' } | null;
  /** The other words, in their order. */
  readonly rest: readonly string[];
}

export function readReplay(text: string): ReplayRead {
  let rule: AlertRuleId | null = null;
  const numbers = new Map<string, number>();
  const typed: { readonly word: string; readonly of: TypedThreshold; readonly value: number }[] = [];
  const rest: string[] = [];
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const plain = latinDigits(word).toLowerCase();
    const named = alertRules.find((id) => id === plain);
    const [, name, digits] = /^([a-z]+)-(\d{1,7})[m%]?$/.exec(plain) ?? [];
    const of = replayNumbers.find((one) => one.word === name);
    if (named !== undefined && rule === null) rule = named;
    else if (of === undefined) rest.push(word);
    else {
      numbers.set(of.word, Number(digits));
      typed.push({ word, of, value: Number(digits) });
    }
  }
  const isOut = typed.find(({ of, value }) => !isWithin(of, value));
  const isOther = typed.find(({ of }) => rule !== null && of.rule !== rule);
  const isLiveOnly = rule !== null && !replayableRules.includes(rule);
  const wrong = isLiveOnly
    ? ({ word: rule ?? '', why: 'live-only' } as const)
    : isOut !== undefined
      ? ({ word: isOut.word, why: 'bounds' } as const)
      : isOther !== undefined
        ? ({ word: isOther.word, why: 'other-rule' } as const)
        : null;
  return { request: { rule, numbers }, wrong, rest };
}

/** As `readWish` reads it. */
export function writeReplay({ rule, numbers }: ReplayRequest): readonly string[] {
  return [...(rule === null ? [] : [rule]), ...writeNumbers(numbers)];
}

/** By the names of their words. */
export function areWithinBounds(numbers: Readonly<Record<string, number>>): boolean {
  return Object.entries(numbers).every(([name, value]) => {
    const of = replayNumbers.find(({ word }) => word === name);
    return of !== undefined && isWithin(of, value);
  });
}

export function writeNumbers(numbers: ReplayRequest['numbers']): readonly string[] {
  return replayNumbers.flatMap(({ word }) => {
    const value = numbers.get(word);
    return value === undefined ? [] : [`${word}-${value}`];
  });
}

/** Of several numbers of one rule those that are given are meant alone; with both, either is enough. */
export function settingsWith(settings: AlertSettings, numbers: ReplayRequest['numbers']): AlertSettings {
  return settingsWithOwn(settings, replayNumbers, ({ word }) => numbers.get(word));
}

/** The numbers that settings have, in the words of a wish: of the rule, or of all. */
export function numbersOf(settings: AlertSettings, rule: AlertRuleId | null): ReplayRequest['numbers'] {
  const its = replayNumbers.filter((one) => rule === null || one.rule === rule);
  const all = its.map((one) => [one.word, fromSetting(one, settings[one.field])] as const);
  return new Map(all.filter(([, value]) => Number.isFinite(value)));
}
