/** Tests with texts and names that are made to be slow to read. They are as long as a text from a DMS can be. */
import { expect, test } from 'vitest';
import { companyWords, foldedName, nameWords } from '../leads/person-name.ts';
import { maskName } from '../leads/mask.ts';
import { maxTextChars } from '../text/clean.ts';
import { withoutPerson } from './own-person.ts';
import { identifiesPerson, withoutPatterns } from './patterns.ts';
import { WordBook } from './word-book.ts';

const shapes = [
  "a|ا|1|1 |a1|.|-|'|+|?|😀|\u200E|\u0640|é|a\u200D|•••|…|… |@|a@|a @ |(at) |[ at ] |a@b.|a@b(dot)| (dot) |abj 1 |AB12 ",
  'SA12 ABCD |•••1|12345\n|12 |12\n|plate |لوحة |لوح|mr |Mr./|م./|السيد |[no |([|al-|a. |._,',
].flatMap((some) => some.split('|'));
/** Each shape alone, and with endings that make a pattern fail or match only at the last character. */
const texts = shapes.flatMap((shape) => {
  const long = shape.repeat(Math.ceil(maxTextChars / shape.length)).slice(0, maxTextChars - 4);
  return [long, `x${long})`, `[${long}]`, `dr${long}••`];
});
/** The same number of ordinary texts, each of the greatest length. */
const ordinary = texts.map(() =>
  'Please call the customer about the silver sedan, tomorrow at noon. '.repeat(99).slice(0, maxTextChars),
);

function cpuMsOf(all: readonly string[]): number {
  const before = process.cpuUsage();
  for (const text of all) {
    const named = { firstName: text, lastName: text, contactName: text, companyName: text };
    const lead = { ...named, middleName: text, leadName: text, address1: text, address2: text, phoneNumber: text };
    nameWords(text);
    companyWords(text);
    foldedName(text, text, text);
    maskName(named);
    withoutPatterns(text);
    identifiesPerson(text);
    withoutPerson(text, lead);
    new WordBook().text(text);
  }
  return process.cpuUsage(before).user / 1_000;
}

/**
 * Hostile texts may take at most this many times as long as ordinary ones; a pattern that backtracks takes far longer.
 */
const mostTimes = 10;

test('every function that reads a text or a name is fast', () => {
  cpuMsOf(ordinary.slice(0, 20));
  const usual = cpuMsOf(ordinary);
  expect(cpuMsOf(texts)).toBeLessThan(mostTimes * usual);
});

test('an e-mail address is hidden, however often the text says “at”', () => {
  for (const text of ['zarqashi(at) (at) (at)example', 'zarqashi[at]x(at)y', 'zarqashi@alfa@example.com'])
    expect(withoutPatterns(text)).toBe('•••');
  expect(withoutPatterns(`zarqashi${'(at) '.repeat(40)})`)).toContain('zarqashi');
});
