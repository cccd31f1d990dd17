// A client for load: one connection, one request at a time, and as little work for each as possible, because server and load
// share the machine. `call` is for everything else.
import { connect } from 'node:net';

export class Connection {
  #port;
  #socket;
  #waiting;
  #chunks = [];
  #length = 0;

  constructor(port) {
    this.#port = port;
  }

  /** Sends JSON and returns { status, headers, body }; the body is parsed when it is JSON. */
  send(method, path, { headers = {}, body } = {}) {
    return body === undefined
      ? this.#exchange(method, path, headers, '')
      : this.#exchange(method, path, { ...headers, 'Content-Type': 'application/json' }, JSON.stringify(body));
  }

  sendForm(path, text, headers = {}) {
    return this.#exchange('POST', path, { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }, text);
  }

  close() {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #exchange(method, path, headers, text) {
    let head = `${method} ${path} HTTP/1.1\r\nHost: localhost:${this.#port}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    if (method !== 'GET') head += `Content-Length: ${Buffer.byteLength(text)}\r\n`;
    const socket = this.#socket ?? await this.#open();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      socket.write(`${head}\r\n${text}`);
    });
  }

  #open() {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true }, () => resolve((this.#socket = socket)));
      socket.on('data', chunk => this.#take(chunk));
      socket.on('error', reject);
      socket.on('close', () => {
        if (this.#socket === socket) this.#socket = undefined;
        this.#waiting?.reject(new Error('The server closed the connection.'));
        this.#waiting = undefined;
        [this.#chunks, this.#length] = [[], 0];
      });
    });
  }

  #take(chunk) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [all];
    const answer = parse(all);
    if (!answer) return;
    [this.#chunks, this.#length] = [[], 0];
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(answer);
  }
}

/** The whole answer, or undefined while some of it is still to come. */
function parse(data) {
  const end = data.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const headers = {};
  const lines = data.latin1Slice(0, end).split('\r\n');
  for (let i = 1; i < lines.length; i++) {
    const colon = lines[i].indexOf(':');
    const name = lines[i].slice(0, colon).toLowerCase();
    const value = lines[i].slice(colon + 1).trim();
    if (name === 'set-cookie') (headers[name] ??= []).push(value);
    else headers[name] = value;
  }

  const status = Number(lines[0].slice(9, 12));
  const body = headers['transfer-encoding'] === 'chunked'
    ? dechunk(data, end + 4)
    : status === 204 || status === 304 ? Buffer.alloc(0)
    : data.length >= end + 4 + Number(headers['content-length'] ?? 0) ? data.subarray(end + 4) : undefined;
  return body && { status, headers, body: headers['content-type']?.includes('json') ? JSON.parse(body) : body.toString() };
}

function dechunk(data, from) {
  const parts = [];
  for (;;) {
    const line = data.indexOf('\r\n', from);
    if (line < 0) return undefined;
    const size = parseInt(data.latin1Slice(from, line), 16);
    if (data.length < line + 2 + size + 2) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(data.subarray(line + 2, line + 2 + size));
    from = line + 2 + size + 2;
  }
}

/** One call outside of what is measured; anything but success is an error. */
export async function call(base, path, { method = 'GET', token, body, form, headers = {} } = {}) {
  const answer = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: {
      ...headers,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body !== undefined ? { 'Content-Type': 'application/json' } : {}),
      ...(method === 'GET' ? {} : { 'Idempotency-Key': crypto.randomUUID() }),
      ...(method === 'PUT' ? { 'If-Match': '*' } : {}),
    },
    body: form ?? (body !== undefined ? JSON.stringify(body) : undefined),
  });
  const text = await answer.text();
  if (!answer.ok && answer.status !== 302) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
}
