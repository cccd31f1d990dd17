// The processes of one run: started, watched for memory and processor time, ended with this program.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const TICKS_PER_SECOND = 100;
const LINES_KEPT = 20;
const running = new Set();

export async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Starts a .NET program, as it would be deployed if it was published. */
export function start(project, { args = [], env = {} } = {}) {
  const folder = ['publish', 'bin'].map(kind => resolve(`artifacts/${kind}/${project}/release`)).find(existsSync);
  const child = spawn('dotnet', [`Marketplace.${project}.dll`, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  child.project = project;
  child.tail = [];
  const keep = chunk => {
    child.tail.push(...chunk.toString().split('\n').filter(line => line && !line.includes('"LogLevel":"Information"')));
    child.tail.splice(0, child.tail.length - LINES_KEPT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  running.add(child);
  child.ended = new Promise(ended => child.on('exit', code => { running.delete(child); ended(code); }));
  return child;
}

/** Runs a command of a host to its end and returns what it printed. */
export async function command(project, args, env) {
  const child = start(project, { args, env });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  if (await child.ended !== 0) throw new Error(`${project} ${args.join(' ')} failed:\n${output.slice(-3000)}\n${child.tail.join('\n')}`);
  return output;
}

/** The first line that a program prints. */
export function firstLine(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', chunk => (output += chunk).includes('\n') && resolve(output.split('\n')[0]));
    child.ended.then(() => reject(new Error(`${child.project} ended:\n${child.tail.join('\n')}`)));
  });
}

/** Milliseconds from now until the host answers ready. */
export async function ready(child, base, seconds = 60) {
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    if (child.exitCode !== null) break;
    try {
      if ((await fetch(`${base}/health/ready`)).ok) return performance.now() - began;
    } catch { /* it does not listen yet */ }
    await pause(10);
  }
  throw new Error(`${child.project} was not ready:\n${child.tail.join('\n')}`);
}

/** Resident memory now and at its highest, in MB. */
export function memory(child) {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const of = name => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024);
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

/** Processor seconds that a process and all below it have used so far. */
export function processorTime(pid) {
  try {
    const fields = statOf(pid);
    // Of itself, of ended children, and of children that still run.
    return (fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND)
      + childrenOf(pid).reduce((sum, child) => sum + processorTime(child), 0);
  } catch {
    return 0; // it ended in this moment
  }
}

function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap(task => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
}

/** The fields of /proc/PID/stat behind the name. */
const statOf = pid => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');

export async function stop(child) {
  child.kill('SIGTERM');
  await child.ended;
}

/** Hosts first: they finish what they have begun, and for that they need their database. */
export async function stopAll() {
  const isDatabase = child => child.project === 'AppHost';
  await Promise.all([...running].filter(child => !isDatabase(child)).map(stop));
  await Promise.all([...running].map(stop));
}
