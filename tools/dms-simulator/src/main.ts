// Runs the simulator from the command line: `npx node tools/dms-simulator/src/main.ts --help`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type DmsSimulatorOptions, startDmsSimulator } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: '1' },
    'leads-per-day': { type: 'string', default: '120' },
    'utc-offset-minutes': { type: 'string', default: '180' },
    'clock-start': { type: 'string' },
    fixture: { type: 'string' },
    array: { type: 'boolean', default: false },
    'send-ids': { type: 'boolean', default: false },
    gzip: { type: 'boolean', default: false },
    'unknown-states': { type: 'boolean', default: false },
    'wrong-counts': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write('Options: see tools/dms-simulator/README.md\n');
} else {
  const startedAt = Date.now();
  const clockStart = values['clock-start'] === undefined ? null : Date.parse(values['clock-start']);
  if (Number.isNaN(clockStart))
    throw new RangeError('--clock-start should be an instant like 2025-08-24T21:00:00.000Z');
  const options: DmsSimulatorOptions = {
    port: Number(values.port),
    host: values.host,
    seed: Number(values.seed),
    leadsPerDay: Number(values['leads-per-day']),
    utcOffsetMinutes: Number(values['utc-offset-minutes']),
    answer: values.array ? 'array' : 'auto',
    sendIds: values['send-ids'],
    gzip: values.gzip,
    unknownStates: values['unknown-states'],
    wrongCounts: values['wrong-counts'],
    ...(clockStart === null ? {} : { now: () => clockStart + (Date.now() - startedAt) }),
    ...(values.fixture === undefined ? {} : { fixture: readFileSync(values.fixture, 'utf8') }),
  };
  const simulator = await startDmsSimulator(options);
  process.stdout.write(`DMS simulator at ${simulator.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void simulator.close().then(() => process.exit(0)));
  }
}
