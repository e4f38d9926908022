/**
 * Answers of a hostile DMS: bulks with values that such systems send on bad days, and bodies that are not answers. The
 * same `random` gives the same answers. All people are invented.
 */

export interface HostileBulk {
  /** The JSON of one bulk. */
  readonly json: string;
  /** The number of its leads that are objects; none of them may be lost. */
  readonly leads: number;
}

export interface HostileAnswer {
  readonly body: string | Buffer;
  readonly status: number;
  readonly contentType: string;
}

const deep = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);
const keys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join(',')}}`;

/** JSON values, one per line. */
const plainValues = String.raw`
null
true
false
0
1
-1
2
1.5
1e30
1e400
-0
0.1e-7
9007199254740993
9223372036854775807
9223372036854775808
123456789012345678901234567890
""
" "
"null"
"N/A"
"-"
"undefined"
"Y"
"N"
" TRUE "
"maybe"
"1,002"
"1042"
"\u0000"
"a\u0000b"
"\ud83d"
"\ude00 x"
"x\ud83d\ud83d"
"\u202eabc"
"\u0007\u001b[2J"
"\r\nline\u2028next"
"\ufeffx"
"\uffff"
"́́́"
"ـــ"
"لا يوجد"
"١٢٣"
"<b>x</b>"
"&#39;&amp;&lt;"
"<!channel> <@U1> :fire:"
"=1+1"
"\\\""
"$x"
"%00"
[]
[null]
{}
{"name":"x"}
{"value":1}
{"__proto__":{"leads":1}}
[{"code":"E","message":"no"}]
"[{\"code\":\"M-07\",\"message\":\"Model not mapped\"}]"
{"message":{"lang":"en","value":"no"}}
"Success"
"2025-02-30"
"12/08/2025"
"1447-02-18"
"9999-12-31T23:59:59Z"
"0001-01-01"
1756101600000
"45881"
`;
const values: readonly string[] = [
  ...plainValues.trim().split('\n'),
  `"${'x'.repeat(20_000)}"`,
  `"${'x'.repeat(199)}😀${'y'.repeat(799)}👨‍👩‍👧‍👦"`,
  `"${'👩🏽‍🚀'.repeat(400)}"`,
  deep('[', ']', 600),
  deep('{"a":', '1}', 300).replace('1}'.repeat(300), `1${'}'.repeat(300)}`),
  keys(2_000),
  `[${Array.from({ length: 400 }, (_, n) => `"error ${n}"`).join(',')}]`,
  `[${'{"modelFamily":"K5"},'.repeat(200)}null]`,
];

/**
 * Objects with the same number count as one object. So each value that can be read as a number is used for only one
 * bulk or lead.
 */
function numbers(number: number): readonly string[] {
  const digits = String(9_007_199_254_740_993n + BigInt(number));
  const unreadable = 'null 0 -1 1.5 1e30 1e400 "" {} [] true 123456789012345678901234567890';
  return [
    ...unreadable.split(' '),
    digits,
    `"${digits}"`,
    `" ${digits} "`,
    `"${number}.0"`,
    `"WEB-${number}"`,
    `"\\u0007W\\u0000${number}"`,
  ];
}

const leadFields: readonly string[] = [
  '',
  ...`
  leadExternalId leadId isError errorList leadType title gender nationality firstName middleName lastName
  contactName companyName companyIndustryType dateOfBirth occupation customerCountry customerRegion
  customerCity address1 address2 phoneCode phoneNumber email monthlyIncome preferredLanguage
  preferredContactType company brand businessArea branch leadDate interest source subSource leadName
  leadReference leadNote vehicleType vehicles purchasePlan paymentMode currency priority testDriveRequired
  acceptNewsLetter acceptMarketing acceptPrivatePolicy __proto__ constructor leads toString unknown
`
    .trim()
    .split(/\s+/),
];
const bulkFields = ['id', 'createdBy', 'totalRecords', 'errorRecords', 'isProcessed', 'unknown', '__proto__'];
/** Only unreadable dates, because a bulk with a readable date of another day would rightly be left out of an answer. */
const dates = ['null', '"not a date"', '""', '{}', '"2025-08-25 06:00:00"', '1e30', '"\\u0000"', 'true'];
const alphabet = ['Alfa', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf', 'Hotel', 'India', 'Juliett'];

type Random = () => number;
const pick = <T>(all: readonly T[], random: Random): T => all[Math.floor(random() * all.length)] as T;

/** Bulks with different numbers have different people. */
export function hostileBulk(number: number, createdAt: number, random: Random): HostileBulk {
  const count = 1 + Math.floor(random() * 3);
  const leads = Array.from({ length: count }, (_, n) => hostileLead(number * 10 + n, random));
  const holes = random() < 0.2 ? [pick(['null', '"x"', '7', '[]'], random)] : [];
  const fields = new Map<string, string>([
    ['createdDate', random() < 0.1 ? pick(dates, random) : `"${new Date(createdAt).toISOString()}"`],
    ['createdBy', String(number + 1)],
    ['totalRecords', String(count)],
    ['errorRecords', '0'],
    ['isProcessed', '4'],
  ]);
  for (let n = Math.floor(random() * 3); n > 0; n -= 1) {
    const name = pick(bulkFields, random);
    fields.set(name, pick(name === 'id' ? numbers(number + 1) : values, random));
  }
  const pairs = [...fields].map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  for (const list of leadLists([...leads, ...holes], random))
    pairs.splice(Math.floor(random() * (pairs.length + 1)), 0, `"leads":${list}`);
  return { json: `{${pairs.join(',')}}`, leads: count };
}

/** Most bulks have the key `leads` once; some have it a second time, with more leads or with none. */
function leadLists(leads: readonly string[], random: Random): readonly string[] {
  if (random() < 0.9) return [`[${leads.join(',')}]`];
  const at = Math.floor(random() * (leads.length + 1));
  const [first, second] = [leads.slice(0, at), leads.slice(at)];
  const again = second.length === 1 && random() < 0.3 ? second[0] : `[${second.join(',')}]`;
  return [`[${first.join(',')}]`, again ?? '[]', ...(random() < 0.3 ? ['null'] : [])];
}

function hostileLead(number: number, random: Random): string {
  const fields = new Map<string, string>([
    ['leadExternalId', String(number + 1)],
    ['leadId', '0'],
    ['isError', '0'],
    ['errorList', 'null'],
    ['firstName', JSON.stringify(pick(alphabet, random))],
    ['lastName', `"Testali${number}"`],
    ['email', `"lead${number}@example.com"`],
    ['phoneCode', '"00966"'],
    ['phoneNumber', `"0500${String(number).padStart(6, '0').slice(-6)}"`],
    ['leadReference', `"R${number}"`],
    ['leadNote', `"note ${number}"`],
    ['brand', '"KIA"'],
    ['branch', '"Riyadh North"'],
    ['source', '"Website"'],
  ]);
  for (let n = 1 + Math.floor(random() * 5); n > 0; n -= 1) {
    const name = pick(leadFields, random);
    if (random() < 0.1) fields.delete(name);
    else fields.set(name, pick(name === 'leadExternalId' ? numbers(number + 1) : values, random));
  }
  const pairs = [...fields].map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  // Adds a duplicate key; its last value counts.
  if (random() < 0.1) pairs.push(`"brand":${pick(values, random)}`);
  return `{${pairs.join(random() < 0.3 ? ' ,\n ' : ',')}}`;
}

/** Returns a response that is no answer: its status is not a success, or its body is no answer or only part of one. */
export function hostileAnswer(random: Random): HostileAnswer {
  const json = 'application/json';
  const bulk = hostileBulk(1, Date.UTC(2025, 7, 25, 6), random).json;
  return pick<() => HostileAnswer>(
    [
      () => ({ body: '', status: 200, contentType: json }),
      () => ({ body: ' \n', status: 200, contentType: json }),
      () => ({ body: '<html><body>Sign in</body></html>', status: 200, contentType: 'text/html' }),
      () => ({ body: '{"success":false,"message":"Session expired"}', status: 200, contentType: json }),
      () => ({ body: `{"success":true,"data":[${bulk}]}`, status: 200, contentType: json }),
      () => ({ body: JSON.stringify(`[${bulk}]`), status: 200, contentType: json }),
      () => ({ body: `[${bulk.slice(0, Math.floor(random() * bulk.length))}`, status: 200, contentType: json }),
      () => ({ body: `[${bulk}`, status: 200, contentType: json }),
      () => ({ body: '['.repeat(100_000), status: 200, contentType: json }),
      () => ({ body: 'NaN', status: 200, contentType: json }),
      () => ({ body: '[{"leads":[],"createdBy":NaN}]', status: 200, contentType: json }),
      () => ({ body: '{"Leads":[]}', status: 200, contentType: json }),
      () => ({ body: Buffer.from([0x5b, 0xff, 0xfe, 0x00, 0x5d]), status: 200, contentType: json }),
      () => ({ body: '{"message":"busy"}', status: 503, contentType: json }),
      () => ({ body: '<html>', status: 404, contentType: 'text/html' }),
      () => ({ body: '{"error":"no"}', status: 400, contentType: json }),
      () => ({ body: '', status: 302, contentType: json }),
    ],
    random,
  )();
}
