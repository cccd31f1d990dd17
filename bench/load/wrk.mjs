// Runs wrk and reads its answer.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = new URL('wrk.lua', import.meta.url).pathname;
let seed = 1;

/**
 * Paths are drawn at random from a list; bodies make each a POST. Warms up first. Returns requests per second, latencies in
 * ms, and errors.
 */
export async function wrk(base, paths, { clients, seconds, warmUp, bodies = [], measured = work => work() }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const env = { ...process.env, WRK_PATHS: join(folder, 'paths') };
  writeFileSync(env.WRK_PATHS, paths.join('\n') + '\n');
  if (bodies.length > 0) {
    env.WRK_BODIES = join(folder, 'bodies');
    writeFileSync(env.WRK_BODIES, bodies.join('\n') + '\n');
  }

  try {
    const warm = await run(base, clients, warmUp, env);
    if (warm.errors > 0) throw new Error(`${base}${paths[0]}: ${warm.errors} errors while warming up\n${warm.output}`);
    return await measured(() => run(base, clients, seconds, env));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(base, clients, seconds, env) {
  const child = spawn('wrk', ['-t2', `-c${clients}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, base], {
    env: { ...env, WRK_SEED: String((seed += 10)) },
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
