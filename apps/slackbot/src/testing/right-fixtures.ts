/**
 * For tests: the column "right" of EXPECTED.md as data. Each row has the expected text of answers, opened leads, alerts
 * and cards.
 */

import type { Language } from '@leadbell/i18n';

export interface Query {
  readonly query: string;
  readonly language?: Language;
  readonly catalogue?: { readonly sources: Readonly<Record<string, number>> };
  readonly says: readonly RegExp[];
  readonly never?: readonly RegExp[];
  /** Number of listed leads. */
  readonly leads: number;
}

export interface Right {
  /** The answer to `/leads 2025-08-25` matches all these patterns. */
  readonly says?: readonly RegExp[];
  /** No answer, opened lead, alert or card matches any of these patterns. */
  readonly never?: readonly RegExp[];
  /** Each key is the beginning of a lead's row; the modal of that lead matches the patterns. */
  readonly opened?: Readonly<Record<string, readonly RegExp[]>>;
  /** One pattern for each message in #it. If absent, exactly the errored leads have alerts. */
  readonly alerts?: readonly RegExp[];
  /** The number of leads in the database, if it differs from the number of counted leads. */
  readonly stored?: number;
  readonly also?: readonly Query[];
}

const allOf = (value: string) =>
  new RegExp(`Marketing: ${value} · Newsletter: ${value} · Privacy policy: ${value}$`, 'm');
const askFirst = /No consent to marketing/;
const noNumber = /Sender’s number/;
const noReason = /The DMS gave no reason/;
const atNine = /^Sent: 25 August 2025 09:00 \(UTC\+3\)$/m;
const notDated = /^Sent: Not given$/m;
const refused = {
  says: [/an answer that we can’t read/, /^Reference: REF001$/m],
  never: [/No leads|New leads appear/],
};
const one = { leads: 1 };

export const right: Readonly<Record<string, Right>> = {
  '00-typed-world.json': {},
  '01-flags-on.json': { opened: { Alfa: [allOf('Accepted'), /^Test drive: Requested$/m] }, never: [askFirst] },
  '02-flags-off.json': { opened: { Alfa: [allOf('Not accepted'), /^Test drive: Not requested$/m] } },
  '03-flags-unreadable.json': { opened: { Alfa: [allOf('Unknown')] }, never: [/^Test drive/m] },
  '04-flags-blank.json': { opened: { Alfa: [allOf('Unknown')] }, never: [/^Test drive/m] },
  '05-iserror-on.json': {
    says: [/^6 × The DMS gave no reason$/m],
    alerts: [/6 of 6 leads with errors\nThe DMS gave no reason × 6/],
  },
  '06-iserror-off.json': { alerts: [] },
  '07-iserror-other.json': {
    says: [/^Alfa T\. .*\n❌ With errors/m, /^Bravo T\. .*\n✅ /m],
    opened: { Bravo: [/^Number in the DMS: 62$/m] },
  },
  '08-ids-64-bit.json': {
    opened: {
      Alfa: [/^Sender’s number: 9007199254740993$/m, /^Number in the DMS: 1152921504606846977$/m],
      Bravo: [/^Sender’s number: 9007199254740992$/m, /^Number in the DMS: 1152921504606846978$/m],
    },
    also: [{ query: 'lead 1152921504606846977 2025-08-25', says: [/^Alfa T\./m], never: [/Bravo/], ...one }],
  },
  '09-ids-as-text.json': {
    opened: { Alfa: [/^Sender’s number: 1200000000000000123$/m, /^Number in the DMS: 71$/m] },
  },
  '10-ids-as-words.json': { opened: { Alfa: [/^Sender’s number: WEB-2025-17$/m] } },
  '11-ids-fraction.json': { opened: { Alfa: [/^Name: Alfa Testali$/m] }, never: [noNumber] },
  '12-ids-too-big.json': { opened: { Alfa: [/^Name: Alfa Testali$/m] }, never: [noNumber, /^Sent by/m, /DMS counts/] },
  '13-ids-zero.json': { opened: { Alfa: [/\+966500000013/], Bravo: [/\+966500000014/] } },
  '14-ids-negative.json': { opened: { Alfa: [/^Number in the DMS: Not created yet$/m] } },
  '15-ids-twice.json': {
    opened: {
      Alfa: [/^Name: Alfa Testali$/m, /\+966500000015/],
      Bravo: [/^Name: Bravo Testali$/m, /\+966500000016/],
    },
  },
  '16-sent-again.json': {
    says: [/^✅ .*· Sent again/m],
    never: [/DMS counts/],
    opened: { Alfa: [/^Number in the DMS: 92$/m] },
    stored: 2,
  },
  '17-bulk-twice.json': {},
  '18-texts-as-numbers.json': {
    says: [/^Alfa T\. · 500$/m, /^⏳ .* · 12$/m],
    opened: {
      Alfa: [/^Phone: 📞 \+966500000018 <tel:\+966500000018> · /m, /^Brand: 500$/m, /^Branch: 12$/m, /^Reference: 0$/m],
    },
  },
  '19-texts-as-objects.json': {
    says: [/^Bravo T\. · KIA\n⏳ 9 h\nCharlie/m],
    opened: { Alfa: [/^Branch: North$/m], Bravo: [/^Name: Bravo Testali$/m], Charlie: [/^Name: Charlie Testali$/m] },
  },
  '20-placeholders.json': {
    says: [/^No name · No vehicle given\n⏳ 9 h$/m],
    opened: { 'No name': [/^No phone number or e-mail address was sent\.$/m] },
    never: [/^Customer’s note$/m, /null|undefined|N\/A/i],
  },
  '21-spellings.json': {
    says: [/^Brand: KIA 5$/m, /^Branch: الرياض 5$/m, /^Source: Direct Contact 5$/m],
    also: [
      { query: '2025-08-25 brand:kia', says: [/^5 leads ·/m], leads: 5 },
      { query: '2025-08-25 branch:الرياض', says: [/^5 leads ·/m], leads: 5 },
    ],
  },
  '22-web-texts.json': {
    says: [/^O'Alfa T\. /m],
    opened: {
      "O'Alfa": [/^Company: Test & Co$/m, /^Customer’s note\nCall after 5\nin the week$/m],
      Bravo: [/^Customer’s note\nbudget < 90000 and > 70000$/m],
      Charlie: [/^Customer’s note\n5 &lt; 6$/m],
    },
  },
  '23-slack-markup.json': {
    says: [/ · .!here> .North.$/m],
    opened: { Alfa: [/^Customer’s note\n.!channel> .@U0TEST> `x` :tada: https:\/\/example\.com\/x$/m] },
    never: [/<https/],
  },
  '24-nul.json': {
    says: [/^Alfa T\. /m, /^Source: Website 1$/m, / · North$/m, /^• Bad branch$/m],
    alerts: [/Bad branch × 1/],
  },
  '25-half-characters.json': {
    says: [/^Alfa T\. · KIA$/m, /^Source: Website 1$/m, /^• Bad branch$/m],
    alerts: [/Bad branch × 1/],
  },
  '26-emoji-at-a-cut.json': { alerts: [/2 of 2 leads with errors/], never: [/\uFFFD/] },
  '27-control-characters.json': { says: [/^Alfa T\. /m], opened: { Alfa: [/^Customer’s note\nfirst\nsecond$/m] } },
  '28-turning-marks.json': {
    says: [/^Alfa T\. /m, / · North$/m],
    also: [{ query: '2025-08-25 branch:north', says: [/^1 lead ·/m], ...one }],
  },
  '29-vehicles.json': {
    says: [
      /^Alfa T\. · KIA K5 2024$/m,
      /^Bravo T\. · KIA K5$/m,
      /^Charlie T\. · KIA K5 2024$/m,
      /^Delta T\. · KIA K5$/m,
      /^Echo T\. · KIA K5 2024$/m,
      /^Foxtrot T\. · KIA$/m,
    ],
  },
  '30-errors-json-text.json': {
    says: [/^• Model not mapped \(field modelFamily · M-07\)$/m],
    opened: { Alfa: [/^• Model not mapped \(field modelFamily · M-07\)$/m] },
    alerts: [/Model not mapped × 1/],
    never: [/[{}"]/],
  },
  '31-errors-html.json': {
    says: [/^3 × Branch unknown\n2 × Phone too short\n1 × Model … isn't known$/m],
    opened: {
      Bravo: [/^• Branch unknown\n• Phone too short$/m],
      Charlie: [/^• Model "K5" isn't known$/m],
      Delta: [/^• Branch unknown\n• Phone too short$/m],
    },
    alerts: [/Branch unknown × 3, Phone too short × 2, Model … isn't known × 1/],
    never: [/[<>&]/],
  },
  '32-errors-one-line.json': {
    says: [/^• Branch unknown; phone too short$/m, /^• Branch unknown \| phone too short$/m],
    never: [/more_/],
  },
  '33-errors-odata.json': { says: [/^• Branch unknown \(E1\)$/m], never: [/\(field/] },
  '34-errors-row-column.json': {
    says: [/^2 × Branch unknown \(field branch\)$/m],
    opened: { Alfa: [/^❌ Errors\n• Branch unknown \(field branch\)\nWhere/m] },
    alerts: [/Branch unknown × 2/],
  },
  '35-errors-two-languages.json': {
    says: [/^• Branch unknown$/m],
    never: [/الفرع/],
    also: [
      {
        query: 'أخطاء 2025-08-25',
        language: 'ar',
        says: [/^• الفرع غير معروف$/m, /× الفرع غير معروف$/m],
        never: [/Branch unknown/],
        ...one,
      },
    ],
  },
  '36-errors-that-say-ok.json': { alerts: [], never: [/Errors/] },
  '37-errors-number.json': {
    says: [/^2 × The DMS gave no reason \(1042\)$/m],
    alerts: [/The DMS gave no reason \(1042\) × 2/],
  },
  '38-errors-frameworks.json': {
    says: [
      /^Alfa T\. [^•]*• Branch unknown \(field lead\.branch\)$/m,
      /^Bravo T\. [^•]*• Too short \(field phoneNumber\)$/m,
      /^Charlie T\. [^•]*• Branch unknown \(field Branch · NotFound\)$/m,
    ],
    never: [/Not valid/],
  },
  '39-errors-blank.json': { opened: { Alfa: [/^❌ Errors\n• Branch unknown\nWhere/m] } },
  '40-errors-name-a-person.json': {
    says: [/^• Phone ••• of ••• .*is in use \(•••\)$/m],
    opened: { Alfa: [/^• Phone 0500000040 of Alfa Testali is in use \(alfa@example\.com\)$/m] },
    alerts: [/Phone … of … is in use \(…\) × 1/],
  },
  '41-errors-one-cause.json': { says: [/^2 × Model … not mapped$/m], alerts: [/Model … not mapped × 2/] },
  '42-counts-as-text.json': { opened: { Alfa: [/^Bulk state: Completed$/m, /^Sent by: user 7$/m] } },
  '43-counts-thousands.json': { alerts: [/the DMS counts 1,001 more or fewer than it lists/] },
  '44-counts-unreadable.json': { never: [/DMS counts/] },
  '45-counts-negative.json': { never: [/DMS counts/], alerts: [] },
  '46-states.json': {
    opened: {
      Alfa: [/^Bulk state: Completed$/m],
      Bravo: [/^Bulk state: In progress/m],
      Charlie: [/^Bulk state: Cancelled$/m],
      Delta: [/^Bulk state: Unknown state \(7\)$/m],
    },
    alerts: [/1 bulk was cancelled/, /not done after 60 minutes/],
  },
  '47-leads-null.json': { alerts: [/the DMS counts 3 more or fewer than it lists/] },
  '48-bulk-null.json': {},
  '49-leads-one-object.json': {},
  '50-leads-with-holes.json': { alerts: [/the DMS counts 2 more or fewer than it lists/] },
  '51-fields-unknown.json': {
    says: [/^Alfa T\. · KIA$/m, /^Source: constructor 1$/m],
    also: [{ query: '2025-08-25 source:constructor', says: [/^1 lead ·/m], ...one }],
  },
  '52-errors-deep.json': { says: [noReason], opened: { Alfa: [noReason] }, alerts: [/The DMS gave no reason × 1/] },
  '53-no-bulks.json': {},
  '54-null.json': {},
  '55-envelope.json': refused,
  '56-json-in-a-text.json': refused,
  '57-error-with-200.json': refused,
  '58-login-page.html': refused,
  '59-not-found.json': {},
  '60-capital-names.json': refused,
  '61-bom.json': {},
  '62-nan.txt': refused,
  '63-raw-line-end.txt': refused,
  '64-windows-1256.bin': { says: [/^سارة T\. /m] },
  '65-not-utf-8.bin': { says: [/^Alf\uFFFD T\. /m] },
  '66-utf-16.bin': { says: [/^Alfa T\. /m] },
  '67-created-forms.json': {
    says: [/^Busiest hours\n09:00 ▇+ 8$/m],
    opened: Object.fromEntries(
      ['Alfa', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf', 'Hotel'].map((name) => [name, [atNine]]),
    ),
  },
  '68-created-unreadable.json': {
    opened: { Alfa: [notDated], Bravo: [notDated], Charlie: [notDated] },
    alerts: [/^Bulk B\d+: 1 of 1 lead with errors$/m],
    never: [/^Busiest hours$/m, /Bulk of/],
  },
  '69-created-missing.json': { opened: { Alfa: [notDated], Bravo: [notDated] }, never: [/^Busiest hours$/m] },
  '70-created-out-of-time.json': { opened: { Alfa: [notDated], Bravo: [notDated] }, never: [/^Busiest hours$/m] },
  '71-created-other-day.json': { never: [/Bravo/] },
  '72-created-soon.json': {
    opened: { Alfa: [/^Sent: 25 August 2025 18:10 \(UTC\+3\)$/m] },
    also: [{ query: 'today', says: [/^1 lead ·/m], ...one }],
  },
  '73-days-unreal.json': {
    opened: { Alfa: [/^Name: Alfa Testali$/m], Bravo: [/^Name: Bravo Testali$/m] },
    never: [/^Lead date/m, /^Date of birth/m],
  },
  '74-filter-ignored.json': {
    also: [
      { query: '2025-08-25 source:Website', says: [/^1 lead$/m, /^Alfa T\. /m], never: [/Bravo/], ...one },
      {
        query: '2025-08-25 source:Website',
        catalogue: { sources: { Website: 1 } },
        says: [/^1 lead$/m, /^Alfa T\. /m],
        never: [/Bravo/],
        ...one,
      },
    ],
  },
  '75-hot.json': {},
  '76-reachable.json': {},
};

/** Bodies for which the day's digest is tested too, with the digest's expected text. */
export const digests: Readonly<Record<string, readonly RegExp[]>> = {
  '40-errors-name-a-person.json': [/Phone ••• of ••• |Phone … of … /],
  '75-hot.json': [/4 hot leads/],
  '76-reachable.json': [
    /3 leads without a phone number/,
    /3 with neither phone nor e-mail/,
    /3 from people who asked before/,
  ],
};
