/**
 * The numbers to try rules with: `from-5`, `share-10`, `stalled-30`, `usual-10`, `unreachable-10`,
 * spelled as in a subscription. Pure.
 */
import {
  type AlertRuleId,
  type AlertSettings,
  fromSetting,
  isWithin,
  replayableRules,
  replayNumbers,
  settingsWithOwn,
  type TypedThreshold,
} from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import { numberIn, ruleWords, writeNumber } from '../../commands/option-words.ts';

export interface ReplayRequest {
  /** Null for all rules. */
  readonly rule: AlertRuleId | null;
  /** The numbers to try; the keys are their words, such as `from`. */
  readonly numbers: ReadonlyMap<string, number>;
}

export interface ReplayRead {
  readonly request: ReplayRequest;
  /** A number that is out of bounds or belongs to another rule; or a rule that has no stored history. */
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
    const named = ruleWords.named(word);
    const number = numberIn(word);
    const of = replayNumbers.find((one) => one.word === number?.name);
    if (named !== undefined && rule === null) rule = named;
    else if (of === undefined || number === null) rest.push(word);
    else {
      numbers.set(of.word, number.value);
      typed.push({ word, of, value: number.value });
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

/** Does the opposite of `readReplay`. */
export function writeReplay({ rule, numbers }: ReplayRequest, reader: Language): readonly string[] {
  return [...(rule === null ? [] : [ruleWords.typed(rule, reader)]), ...writeNumbers(numbers, reader)];
}

/** `numbers`: the keys are words such as `from`. */
export function areWithinBounds(numbers: Readonly<Record<string, number>>): boolean {
  return Object.entries(numbers).every(([name, value]) => {
    const of = replayNumbers.find(({ word }) => word === name);
    return of !== undefined && isWithin(of, value);
  });
}

export function writeNumbers(numbers: ReplayRequest['numbers'], reader: Language): readonly string[] {
  return replayNumbers.flatMap(({ word }) => {
    const value = numbers.get(word);
    return value === undefined ? [] : [writeNumber(word, value, reader)];
  });
}

/**
 * Returns the settings with these numbers instead of their own. If the request gives any number of
 * a rule, the settings' other numbers of that rule are ignored. If the request gives several
 * numbers of a rule, it is enough to reach one of them.
 */
export function settingsWith(settings: AlertSettings, numbers: ReplayRequest['numbers']): AlertSettings {
  return settingsWithOwn(settings, replayNumbers, ({ word }) => numbers.get(word));
}

/** Returns the settings' numbers of the rule, or of all rules. The keys are words such as `from`. */
export function numbersOf(settings: AlertSettings, rule: AlertRuleId | null): ReplayRequest['numbers'] {
  const its = replayNumbers.filter((one) => rule === null || one.rule === rule);
  const all = its.map((one) => [one.word, fromSetting(one, settings[one.field])] as const);
  return new Map(all.filter(([, value]) => Number.isFinite(value)));
}
