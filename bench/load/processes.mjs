// The processes of one run: started, watched for memory, ended with this program.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const running = new Set();

export async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Starts a .NET program of the build output. */
export function start(project, { args = [], env = {} } = {}) {
  const program = `artifacts/bin/${project}/release/Marketplace.${project}.dll`;
  const child = spawn('dotnet', [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  child.project = project;
  child.tail = [];
  const keep = chunk => child.tail.push(...chunk.toString().split('\n').filter(line => line && !line.includes('"LogLevel":"Information"'))) > 20 && child.tail.splice(0, child.tail.length - 20);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  running.add(child);
  child.ended = new Promise(resolve => child.on('exit', code => { running.delete(child); resolve(code); }));
  return child;
}

/** Runs a command of a host to its end and returns what it printed. */
export async function command(project, args, env) {
  const child = start(project, { args, env });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  if (await child.ended !== 0) throw new Error(`${project} ${args.join(' ')} failed:\n${child.tail.join('\n')}`);
  return output;
}

/** Milliseconds from now until the host answers ready. */
export async function ready(child, port, seconds = 60) {
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    if (child.exitCode !== null) break;
    try {
      if ((await fetch(`http://127.0.0.1:${port}/health/ready`)).ok) return performance.now() - began;
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

export async function stop(child) {
  child.kill('SIGTERM');
  await child.ended;
}

export async function stopAll() {
  await Promise.all([...running].map(stop));
}
