import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child that takes one line and answers with one line, and that ends when its input ends. */
export class LineProcess {
  #child;
  #answers;
  #log = '';

  constructor(command, args, env = {}) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.on('data', (text) => { this.#log = (this.#log + text).slice(-20_000); });
    this.#child.stdin.on('error', () => {}); // it has gone; the next answer says so
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  /** What it complained about. */
  get log() {
    return this.#log;
  }

  async ask(line) {
    this.#child.stdin.write(line + '\n');
    return this.next();
  }

  async next() {
    const { value, done } = await this.#answers.next();
    if (done) {
      await this.ended;
      throw new Error(`${this.#child.spawnargs.join(' ')} has ended:\n${this.#log}`);
    }
    return value;
  }

  kill() {
    this.#child.kill('SIGTERM');
  }

  async stop() {
    this.#child.stdin.end();
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await this.ended;
    clearTimeout(late);
  }
}
