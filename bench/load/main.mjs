// The whole measurement: bench/run starts it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { accounts, SHOPPERS } from './accounts.mjs';
import { buying } from './buying.mjs';
import { growth } from './growth.mjs';
import { machine } from './machine.mjs';
import { optionsOf } from './options.mjs';
import { pages } from './pages.mjs';
import { processorTime, stopAll } from './processes.mjs';
import { bare, reading } from './reading.mjs';
import { auditing, filling, peak, starting } from './standing.mjs';
import { statementsOf } from './statements.mjs';
import { isWithin, markdown, rowOf } from './table.mjs';
import { Town } from './town.mjs';

const README = 'bench/README.md';
const market = [...starting, filling, ...reading, ...buying, ...pages, growth, peak, auditing];
const options = optionsOf(process.argv.slice(2), [...bare, ...market, ...accounts].map(row => row.id));
const limits = {};
const done = [];
let town;

/** The processor seconds that two processes use while something is measured, as cores. */
const measuredOf = watched => async work => {
  const [began, used] = [performance.now(), watched.map(child => processorTime(child.pid))];
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  return { ...result, cores: watched.map((child, i) => (processorTime(child.pid) - used[i]) / seconds) };
};

async function measure(row, watched) {
  process.stderr.write(`${row.title} … `);
  if (options.statements) await town.sql('select pg_stat_statements_reset()');
  const result = await row.run(town, { seconds: options.seconds, warmUp: options.warmUp, measured: measuredOf([watched, town.database]) });
  limits[row.id] = result;
  done.push({ row, result });
  process.stderr.write(`${rowOf(row, result, limits).slice(1, 4).filter(cell => cell !== '').join(' · ')} ${result.note ?? ''}\n`);
  if (options.statements) process.stderr.write(await statementsOf(town));
}

async function run() {
  town = await Town.open(options);
  town.products = options.products;
  for (const row of bare) if (options.wants(row) || options.isWhole) await measure(row, town.bareProcess);
  if (options.growth || market.some(options.wants)) await runMarket();
  if (accounts.some(options.wants)) await town.startIdentity(SHOPPERS);
  for (const row of accounts) if (options.wants(row)) await measure(row, town.identityProcess);
}

async function runMarket() {
  for (const row of starting) if (options.wants(row)) await measure(row, town.bareProcess);
  if (!town.apiProcess) await town.startApi();
  await town.openShops();
  await measure(filling, town.apiProcess);
  for (const row of [...reading, ...buying]) if (options.wants(row)) await measure(row, town.apiProcess);
  if (pages.some(options.wants)) await town.startStore();
  for (const row of pages) if (options.wants(row)) await measure(row, town.storeProcess);
  if (options.growth) await measure(growth, town.apiProcess);
  await measure(peak, town.apiProcess);
  await measure(auditing, town.apiProcess);
}

function report() {
  const text = `${machine()}\n\n${markdown(done.map(({ row, result }) => rowOf(row, result, limits)))}\n`;
  console.log(text);
  if (options.save) {
    const readme = readFileSync(README, 'utf8');
    writeFileSync(README, readme.replace(/(<!-- figures -->\n)[\s\S]*(<!-- end of figures -->)/, (_, before, after) => `${before}\n${text}\n${after}`));
  }
}

/** What the hosts had to complain about. */
function complaints() {
  for (const child of [town?.apiProcess, town?.identityProcess, town?.storeProcess]) {
    if (child?.tail.length > 0) process.stderr.write(`\n${child.project} said:\n${child.tail.map(line => line.slice(0, 600)).join('\n')}\n`);
  }
}

async function end() {
  await stopAll();
  town?.issuer?.close();
  if (town?.environment) for (const folder of [town.environment.Mail__Folder, town.environment.Media__Path]) rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end().finally(() => process.exit(130)));
try {
  await run();
  report();
  process.exitCode = done.some(({ row, result }) => isWithin(row, result) === false) ? 2 : 0;
} catch (failure) {
  console.error(`\n✗ ${failure.stack}`);
  if (done.length > 0) report();
  process.exitCode = 1;
} finally {
  complaints();
  await end();
}
