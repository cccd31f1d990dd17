// Runs the checks against the reference and then against ours, and looks for the planted faults. See README.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { partyGroups, providerGroups } from './groups.mjs';
import { report, runChecks } from './lib/suite.mjs';
import { LineProcess } from './lib/process.mjs';
import { startOurs, startReference } from './targets/target.mjs';
import { ourParty, referenceParty } from './rp/parties.mjs';
import { findFaults } from './faults/find.mjs';

const { values: options } = parseArgs({
  options: {
    target: { type: 'string' }, // reference or ours
    filter: { type: 'string', default: '' }, // part of "group/module"
    faults: { type: 'string' }, // the host with the planted faults
    host: { type: 'string', default: at('../../artifacts/bin/ConformanceHost/debug/Marketplace.ConformanceHost.dll') },
    result: { type: 'string' }, // a file for the figures
    verbose: { type: 'boolean', default: false },
  },
});

const began = performance.now();
const tally = { passed: 0, failed: 0 };
const database = process.env.MARKETPLACE_TEST_DB ? undefined : new LineProcess('dotnet', [at('../../artifacts/bin/AppHost/debug/Marketplace.AppHost.dll'), 'throwaway-postgres']);
try {
  const env = { MARKETPLACE_TEST_DB: process.env.MARKETPLACE_TEST_DB ?? await database.next() };
  if (options.target !== 'ours') {
    await examine('reference', startReference, referenceParty);
  }
  if (options.target !== 'reference') {
    await examine('ours', () => startOurs('ours', options.host, env), () => ourParty('ours', options.host, env));
  }
  if (options.faults && !options.filter) {
    count(await findFaults(options.faults, env, options));
  }
} finally {
  database?.kill();
}

console.log(`   ${tally.passed} checks passed, ${tally.failed} failed in ${Math.round((performance.now() - began) / 1000)} s`);
if (options.result) {
  writeFileSync(options.result, `${tally.passed} ${tally.failed}\n`);
}
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

/** Provider and app are two processes with two clocks, so they are examined side by side. */
async function examine(name, startProvider, startParty) {
  await Promise.all([judge(name, providerGroups, startProvider), judge(name, partyGroups, startParty)]);
}

async function judge(name, groups, start) {
  const chosen = Object.entries(groups)
    .map(([group, checks]) => ({ group, checks, names: Object.keys(checks).filter((check) => `${group}/${check}`.includes(options.filter)) }))
    .filter(({ names }) => names.length > 0);
  if (chosen.length === 0) {
    return;
  }
  const subject = await start();
  try {
    for (const { group, checks, names } of chosen) {
      const verdicts = await runChecks(checks, subject, names);
      report(name, group, verdicts, options);
      count(verdicts);
    }
    if (options.verbose && subject.log?.()) {
      console.log(subject.log());
    }
  } finally {
    await subject.stop();
  }
}

function count(verdicts) {
  const passed = verdicts.filter((v) => v.passed).length;
  tally.passed += passed;
  tally.failed += verdicts.length - passed;
}

function at(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
