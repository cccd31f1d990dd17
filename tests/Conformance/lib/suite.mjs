import { Skip } from './checks.mjs';

/**
 * @typedef {Record<string, (subject: any) => Promise<string | void> | string | void>} Checks by name
 * @typedef {{ name: string, passed: boolean, skipped?: string, note?: string, error?: Error, milliseconds: number }} Verdict
 */

/** Runs checks one after another: they move the server's clock. @returns {Promise<Verdict[]>} */
export async function runChecks(checks, subject, names = Object.keys(checks)) {
  const verdicts = [];
  for (const name of names) {
    const began = performance.now();
    const verdict = await runOne(checks[name], subject);
    verdicts.push({ name, ...verdict, milliseconds: Math.round(performance.now() - began) });
  }
  return verdicts;
}

async function runOne(check, subject) {
  try {
    const note = await check(subject);
    return { passed: true, note: typeof note === 'string' ? note : undefined };
  } catch (error) {
    return error instanceof Skip ? { passed: true, skipped: error.message } : { passed: false, error };
  }
}

/** One line for a group, and more for what is not plainly green. @returns {boolean} whether all is */
export function report(where, group, verdicts, { verbose = false } = {}) {
  const passed = verdicts.filter((v) => v.passed).length;
  console.log(`   ${where.padEnd(10)} ${group} ${passed}/${verdicts.length}`);
  for (const { name, skipped, note, error, milliseconds } of verdicts) {
    if (error) {
      console.log(`     ✗ ${name}: ${verbose ? error.stack : error.message.split('\n')[0]}`);
    } else if (skipped ?? note) {
      console.log(`     – ${name}: ${skipped ? 'skipped, ' : ''}${skipped ?? note}`);
    } else if (verbose) {
      console.log(`     ✓ ${name} (${milliseconds} ms)`);
    }
  }
  return passed === verdicts.length;
}
