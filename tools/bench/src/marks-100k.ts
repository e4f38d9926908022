// Measures how long it takes to make the marks (phone, e-mail, name) of 100,000 leads, from plain values and from
// values that need parsing. `npx node tools/bench/src/marks-100k.ts [rounds]`. Prints medians of processor time. The
// floor is the time to hash the same values without parsing them.
import { emailMark, nameMark, phoneMark, wideHash } from '@leadbell/domain';

interface Person {
  readonly phoneCode: string;
  readonly phoneNumber: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly contactName: null;
}

const count = 100_000;
const rounds = Number(process.argv[2] ?? 5);
const first = ['Alfa', 'Bravo', 'Charlie', 'ألفا', 'برافو'];

function plain(n: number): Person {
  return {
    phoneCode: '00966',
    phoneNumber: `5000${String(n).padStart(5, '0')}`,
    email: `person${n}@example.com`,
    firstName: first[n % first.length] ?? '',
    lastName: 'Testali',
    contactName: null,
  };
}

/** Returns values as people type them. */
function typed(n: number): Person {
  const digits = String(n).padStart(5, '0');
  return {
    ...plain(n),
    phoneNumber: `+966 (0)50 00${digits.slice(0, 2)} ${digits.slice(2)} / office`,
    email: `Person ${n} <person${n}@example.com>`,
    firstName: `Mr. ${first[n % first.length] ?? ''}`,
  };
}

const ways: Readonly<Record<string, (person: Person) => unknown>> = {
  floor: ({ phoneNumber, email, firstName, lastName }) => [
    wideHash(phoneNumber),
    wideHash(email),
    wideHash(`${firstName} ${lastName}`),
  ],
  phone: ({ phoneCode, phoneNumber }) => phoneMark(phoneCode, phoneNumber),
  'e-mail': ({ email }) => emailMark(email),
  name: nameMark,
};

/** Returns milliseconds of processor time. */
function measure(mark: (person: Person) => unknown, make: (n: number) => Person): number {
  const people = Array.from({ length: count }, (_, n) => make(n));
  const before = process.cpuUsage();
  for (const person of people) mark(person);
  return process.cpuUsage(before).user / 1000;
}

process.stdout.write('| values | way | CPU ms of 100,000 | µs a lead |\n|---|---|---|---|\n');
for (const [name, make] of Object.entries({ plain, typed })) {
  for (const [way, mark] of Object.entries(ways)) {
    const times = Array.from({ length: rounds }, () => measure(mark, make)).toSorted((a, b) => a - b);
    const ms = times[Math.floor(times.length / 2)] ?? Number.NaN;
    process.stdout.write(`| ${name} | ${way} | ${ms.toFixed(0)} | ${((ms * 1000) / count).toFixed(2)} |\n`);
  }
}
