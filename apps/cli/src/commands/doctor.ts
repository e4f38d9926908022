/** `leadbell doctor`, with `--json` and `--try <Slack id>` */
import { parseArgs, styleText } from 'node:util';
import { version } from '@leadbell/domain';
import type { Command } from '../command.ts';
import type { Finding, Verdict } from '../doctor/finding.ts';
import { UsageError } from '../errors.ts';
import { counted } from '../text.ts';

const exitOfFailure = 1;
const exitOfSettings = 78;
const colours = { ok: 'green', warn: 'yellow', fail: 'red' } as const satisfies Readonly<Record<Verdict, string>>;

export const doctor: Command = {
  verb: 'doctor',
  usage: [
    { form: 'doctor', does: 'checks settings, DMS, Slack, database, clocks and files, and says what to do' },
    { form: 'doctor --try U0123', does: 'the same, and sends that person a message, then deletes it' },
    { form: 'doctor --json', does: 'the same in a machine-readable form' },
  ],
  async run(args, context) {
    const { json, try: user } = parsed(args);
    // Loads the clients of Slack and the DMS only here, because no other command needs both.
    const { examine } = await import('../doctor/examine.ts');
    const loaded = await context.everySetting();
    const findings = await examine(loaded, user ?? null);
    const failed = findings.filter(({ verdict }) => verdict === 'fail').length;
    if (json === true) context.print(JSON.stringify({ version, ok: failed === 0, findings }, null, 2));
    else context.print(textOf(findings, context.hasColours));
    if (failed > 0) context.exitWith(loaded.result.ok ? exitOfFailure : exitOfSettings);
  },
};

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean' }, try: { type: 'string' } } }).values;
  } catch {
    throw new UsageError('Usage: leadbell doctor [--try <Slack id>] [--json]');
  }
}

function textOf(findings: readonly Finding[], hasColours: boolean): string {
  const width = Math.max(...findings.map(({ area }) => area.length));
  const mark = (verdict: Verdict) =>
    hasColours ? styleText(colours[verdict], verdict.padEnd(4), { validateStream: false }) : verdict.padEnd(4);
  const lines = findings.flatMap(({ area, verdict, says, todo }) => [
    `${mark(verdict)}  ${area.padEnd(width)}  ${says}`,
    ...(todo === null ? [] : [`${' '.repeat(width + 8)}→ ${todo}`]),
  ]);
  return [...lines, '', summaryOf(findings)].join('\n');
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  const [failed, warned] = [count('fail'), count('warn')];
  if (failed > 0) return `${counted(failed, 'problem')}, ${counted(warned, 'warning')}.`;
  return warned > 0 ? `No problems, ${counted(warned, 'warning')}.` : 'No problems.';
}
