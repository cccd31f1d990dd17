import { partyGroups, providerGroups } from '../groups.mjs';
import { runChecks } from '../lib/suite.mjs';
import { startOurs } from '../targets/target.mjs';
import { ourParty } from '../rp/parties.mjs';
import { faults } from './catalogue.mjs';

/**
 * Chooses one fault after another in a host that has them all, and looks whether the checks notice. Before and after, with none
 * chosen, the same checks must be green.
 * @returns {Promise<import('../lib/suite.mjs').Verdict[]>}
 */
export async function findFaults(hostDll, env, { verbose }) {
  const [provider, party] = await Promise.all([startOurs('planted', hostDll, env), ourParty('planted', hostDll, env)]);
  const subjects = { provider, party };
  try {
    const all = [...new Set(faults.flatMap((fault) => fault.foundBy))];
    const quiet = await look('none', all);
    const verdicts = [];
    for (const { name, foundBy } of faults) {
      const noticed = (await look(name, foundBy)).filter((v) => !v.passed);
      const missed = foundBy.filter((check) => !noticed.some((v) => v.name === check));
      if (verbose) {
        console.log(`     ${missed.length === 0 ? '✓' : '✗'} ${name}: ${noticed.map((v) => `${v.name}: ${v.error.message.split('\n')[0]}`).join(' | ')}`);
      }
      verdicts.push({ name, passed: missed.length === 0, error: new Error(`not noticed by ${missed.join(', ')}`) });
    }
    const after = await look('none', all);
    const alarms = [...quiet, ...after].filter((v) => !v.passed).map((v) => ({ ...v, name: `without a fault: ${v.name}` }));
    const found = verdicts.filter((v) => v.passed).length;
    console.log(`   planted    faults ${found}/${faults.length}`);
    for (const { name, error } of [...verdicts.filter((v) => !v.passed), ...alarms]) {
      console.log(`     ✗ ${name}: ${error.message.split('\n')[0]}`);
    }
    return [...verdicts, ...alarms];
  } finally {
    await Promise.all(Object.values(subjects).map((subject) => subject.stop()));
  }

  async function look(fault, paths) {
    const verdicts = [];
    for (const path of paths) {
      const [group, ...rest] = path.split('/');
      const name = rest.join('/');
      const subject = group in providerGroups ? provider : party;
      const checks = (providerGroups[group] ?? partyGroups[group]);
      if (!checks?.[name]) {
        throw new Error(`There is no check ${path}.`);
      }
      await subject.plant(fault);
      verdicts.push(...(await runChecks(checks, subject, [name])).map((v) => ({ ...v, name: path })));
    }
    return verdicts;
  }
}
