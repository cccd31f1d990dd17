// What the figures were measured on.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' }).trim();

export function machine() {
  const processors = cpus();
  return [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `commit ${run('git', 'rev-parse', '--short', 'HEAD')}`,
    `${processors.length} × ${processors[0].model.trim()}, shared by hosts, database and load`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `.NET ${run('dotnet', '--version')}`,
    `Node.js ${process.versions.node}`,
    `load average before ${loadavg()[0].toFixed(1)}`,
  ].join('; ');
}
