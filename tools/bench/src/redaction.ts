/**
 * Redacts texts that quote invented people. Prints how many traces of these people remain, which share of harmless
 * errors stays readable, and how long it takes to redact a text. `npx node tools/bench/src/redaction.ts [texts]`
 */
import { errorGroup, type Lead, redactError, WordBook } from '@leadbell/domain';
import { buildLead, harmlessErrors, type Planted, plantedWith, readable, tracesOf } from '@leadbell/testing';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const texts = Number(process.argv[2] ?? 5_000);
const errors = harmlessErrors();
const withoutDigits = errors.filter((error) => !/\d/.test(error));
let seed = 20_251_127;

/** The generator Mulberry32, which makes the same texts in each run. */
function pick(below: number): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

function leadOf({ first, last, phone, email }: Planted): Lead {
  return buildLead({ firstName: first, lastName: last, phoneNumber: phone, email });
}

function quoting(error: string, pieces: readonly string[]): string {
  const words = error.split(' ');
  for (const piece of pieces) words.splice(pick(words.length + 1), 0, piece);
  return words.join(' ');
}

let [bytes, traces, pieces] = [0, 0, 0];
for (let n = 0; n < texts; n += 1) {
  const [own, stranger] = [plantedWith(pick), plantedWith(pick)];
  const quoted = [...own.pieces, ...stranger.pieces];
  const text = quoting(withoutDigits[n % withoutDigits.length] ?? '', quoted);
  const words = new WordBook();
  const sent = { message: text, code: quoted[pick(quoted.length)] ?? null, field: quoted[pick(quoted.length)] ?? null };
  const lead = leadOf(own);
  const [group, row] = [errorGroup(sent, lead, words), redactError(sent, lead, words)];
  const shown = [words.text(text), words.value(text), group.fingerprint];
  for (const one of [group.error, row]) shown.push(one.message, one.code ?? '', one.field ?? '');
  const all = shown.join(' … ');
  bytes += Buffer.byteLength(all);
  pieces += quoted.length;
  traces += tracesOf(all, own).length + tracesOf(all, stranger).length;
}
say(`planted: ${texts} texts with ${pieces} pieces of people, ${bytes} bytes shown, traces found: ${traces}`);

const words = new WordBook();
for (const [language, some] of Object.entries(
  Object.groupBy(errors, (one) => (/\p{Script=Arabic}/u.test(one) ? 'Arabic' : 'English')),
)) {
  const { share, words: count, hidden } = readable(some ?? [], (text) => words.text(text));
  say(`readable, ${language}: ${(share * 100).toFixed(1)} % of ${count} words; hidden: ${hidden.join(' ') || 'none'}`);
}

function microseconds(times: number, run: (n: number) => void): string {
  const start = performance.now();
  for (let n = 0; n < times; n += 1) run(n);
  return (((performance.now() - start) * 1_000) / times).toFixed(1);
}

const lead = leadOf(plantedWith(pick));
const error = (n: number) => ({ message: errors[n % errors.length] ?? '', code: null, field: 'branch' });
const fresh = new WordBook();
say(`a text seen before: ${microseconds(200_000, (n) => void errorGroup(error(n), lead, words))} µs`);
say(`a new text: ${microseconds(20_000, (n) => void fresh.text(`${errors[n % errors.length]} ${n}`))} µs`);
const naming = (n: number) => ({ message: `Customer ${lead.firstName} ${n} exists`, code: null, field: null });
say(`a new text that names the lead: ${microseconds(20_000, (n) => void errorGroup(naming(n), lead, words))} µs`);
