import { describe, expect, test } from 'vitest';
import { composeWords, type Sections } from './compose.ts';

/** Two complete languages, and a third language (Klingon) with a fallback. */
const tables = {
  en: { name: 'English', fallback: null },
  ar: { name: 'العربية', fallback: null },
  tlh: { name: 'tlhIngan Hol', fallback: 'en' },
};

const facts = (tag: string) => ({ tag, direction: 'ltr', listSeparator: ', ' });
const given = (tag: string) => ({ ...facts(tag), format: `format of ${tag}` });

function shared(words: Readonly<Record<string, Sections | undefined>> = {}) {
  return {
    name: 'words',
    words: {
      en: { ...given('en'), leads: { title: 'Leads', none: 'None' } },
      ar: { ...given('ar'), leads: { title: 'العملاء', none: 'لا شيء' } },
      tlh: given('tlh'),
      ...words,
    },
  };
}

const alerts = {
  name: 'alerts',
  words: {
    en: { commands: { note: { form: 'note' } }, alerts: { title: 'Alerts' } },
    ar: { commands: { note: { form: 'ملاحظة' } }, alerts: { title: 'تنبيهات' } },
  },
};
const help = { name: 'help', words: { en: { commands: { help: { form: 'help' } } }, ar: { commands: { help: {} } } } };

describe('the words of a language', () => {
  test('the words of a language consist of the sections of all parts; the commands of all parts form one section', () => {
    expect(composeWords(tables, [shared(), alerts, help]).get('ar')).toMatchObject({
      ...facts('ar'),
      leads: { title: 'العملاء', none: 'لا شيء' },
      alerts: { title: 'تنبيهات' },
      commands: { note: { form: 'ملاحظة' }, help: {} },
    });
  });

  test('a language with a fallback may lack whole sections', () => {
    const own = { ...alerts, words: { ...alerts.words, tlh: { alerts: { title: 'ghuHmeyghach' } } } };
    expect(composeWords(tables, [shared(), own]).get('tlh')).toMatchObject({
      ...facts('tlh'),
      leads: { title: 'Leads', none: 'None' },
      alerts: { title: 'ghuHmeyghach' },
      commands: { note: { form: 'note' } },
    });
  });

  test('numbers and dates are in the language of their section', () => {
    const own = { ...alerts, words: { ...alerts.words, tlh: { alerts: { title: 'ghuHmeyghach' } } } };
    const words = composeWords(tables, [shared(), own]);
    expect(words.get('tlh')?.['formats']).toMatchObject({ alerts: 'format of tlh', leads: 'format of en' });
    expect(words.get('ar')?.['formats']).toMatchObject({ alerts: 'format of ar', leads: 'format of ar' });
    expect(words.get('tlh')).not.toHaveProperty('format');
  });

  test.each([
    ['alerts has no commands, alerts in العربية (ar)', [shared(), { ...alerts, words: { en: alerts.words.en } }]],
    [
      'alerts has no alerts in العربية (ar)',
      [shared(), { ...alerts, words: { ...alerts.words, ar: { commands: alerts.words.ar.commands } } }],
    ],
    ['words has no tag, direction, listSeparator, format in tlhIngan Hol (tlh)', [shared({ tlh: undefined })]],
    ['help has the words help, as another has', [shared(), help, help]],
    ['extra has the words alerts, as another has', [shared(), alerts, { name: 'extra', words: sections('alerts') }]],
    ['extra has the words leads, as another has', [shared(), { name: 'extra', words: sections('leads') }]],
  ])('incomplete or conflicting words are refused: %s', (says, parts) => {
    expect(() => composeWords(tables, parts)).toThrow(new RangeError(says));
  });

  test.each(['tlh', 'none'])('a language can fall back only to a complete language, not to %s', (fallback) => {
    const more = { ...tables, more: { name: 'More', fallback } };
    expect(() => composeWords(more, [shared()])).toThrow(
      new RangeError(`More (more) falls back to ${fallback}, which is no complete language`),
    );
  });
});

function sections(name: string) {
  return { en: { [name]: {} }, ar: { [name]: {} } };
}
