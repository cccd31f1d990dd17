// Runs wrk and reads its answer.
import { spawn } from 'node:child_process';

const script = new URL('wrk.lua', import.meta.url).pathname;

/**
 * Paths are drawn at random from a list; a body makes it a POST. Returns requests per second, latencies in ms, and errors.
 */
export async function wrk(base, paths, { clients, seconds = 8, bodies = [] }) {
  const warm = await run(base, paths, bodies, clients, 3);
  if (warm.errors > 0) throw new Error(`${base}${paths[0]}: ${warm.errors} errors while warming up\n${warm.output}`);
  return run(base, paths, bodies, clients, seconds);
}

async function run(base, paths, bodies, clients, seconds) {
  const child = spawn('wrk', ['-t2', `-c${clients}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, base], {
    env: { ...process.env, WRK_PATHS: paths.join('\n'), WRK_BODIES: bodies.join('\n') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  const code = await new Promise(resolve => child.on('exit', resolve));
  const line = output.match(/^RESULT (.*)$/m);
  if (code !== 0 || !line) throw new Error(`wrk failed:\n${output}`);
  const [requests, duration, p50, p99, errors] = line[1].split(' ').map(Number);
  return { perSecond: requests / (duration / 1e6), p50: p50 / 1000, p99: p99 / 1000, errors, output };
}
