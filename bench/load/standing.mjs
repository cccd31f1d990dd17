// Rows about the host as such: its start, its memory, its filling, and whether the books are right after all this.
import { setTimeout as pause } from 'node:timers/promises';
import { command, memory } from './processes.mjs';

const STARTS = 3;
const REST = 10_000;

async function cold(town) {
  const times = [];
  for (let i = 0; i < STARTS; i++) {
    times.push(await town.startApi());
    if (i < STARTS - 1) await town.stopApi();
  }

  const best = Math.min(...times);
  return { text: `${(best / 1000).toFixed(2)} s`, isWithin: best <= 1500, note: `${STARTS} starts: ${times.map(t => (t / 1000).toFixed(2)).join(', ')}` };
}

async function idle(town) {
  if (!town.apiProcess) await town.startApi();
  await pause(REST);
  const { now } = memory(town.apiProcess);
  return { text: `${now} MB`, isWithin: now <= 160, note: `${REST / 1000} s after the start` };
}

async function fill(town) {
  const { took, relayed, grownBy } = await town.fill();
  const perSecond = town.products / (took / 1000);
  return {
    text: `${(took / 1000).toFixed(1)} s`, isWithin: took <= 10_000 * Math.max(1, town.products / 10_000),
    note: `${Math.round(perSecond)} products/s; memory +${grownBy} MB; events delivered ${(relayed / 1000).toFixed(1)} s after`,
  };
}

async function peakOf(town) {
  const { now, peak } = memory(town.apiProcess);
  const store = town.storeProcess ? `; store ${memory(town.storeProcess).now} now, ${memory(town.storeProcess).peak} at most` : '';
  return { text: `${peak} MB`, isWithin: peak <= 400, note: `${now} MB at the end${store}` };
}

/** Its own process: it prints each violation and ends with an error if there is one. */
async function audit(town) {
  await town.settled();
  const output = await command('WebApi', ['audit'], town.environment);
  return { text: 'clean', isWithin: true, note: output.trim().split('\n').at(-1) };
}

export const starting = [
  { id: 'start', title: 'Cold start of WebApi until ready', budget: { text: '1.5 s' }, run: cold },
  { id: 'idle', title: 'Memory of WebApi, idle', budget: { text: '160 MB' }, run: idle },
];
export const filling = { id: 'import', title: 'Import of the catalogue, 5 files of 5 shops', budget: { text: '10 s' }, run: fill };
export const peak = { id: 'peak', title: 'Memory of WebApi at its highest', budget: { text: '400 MB' }, run: peakOf };
export const auditing = { id: 'audit', title: 'Audit of the database', budget: { text: 'clean' }, run: audit };
