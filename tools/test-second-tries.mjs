// Vitest's reporter: writes to `out/<suite>/second-tries.json` the names of the tests that failed at
// their first try and passed at the second. Only CI gives a test a second try.
import { mkdirSync, writeFileSync } from 'node:fs';

const folder = `out/${process.env.LEADBELL_SUITE === 'scenarios' ? 'scenarios' : 'test'}`;

export default class SecondTries {
  #found = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky !== true) return;
    const [first] = test.result().errors ?? [];
    this.#found.push({ file: test.module.moduleId, name: test.fullName, why: first?.message ?? '' });
  }

  onTestRunEnd() {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/second-tries.json`, `${JSON.stringify(this.#found, null, 2)}\n`);
  }
}
