import assert from 'node:assert/strict';

/** A module that does not apply, for the reason given. Only those that the suite itself lets a server skip. */
export class Skip extends Error {}

/** Asserts that a secret cannot be guessed: at least 128 bits long, of which 96 look random. */
export function unguessable(secret, what) {
  assert.ok(secret.length * 6 >= 128, `${what} has fewer than 128 bits`);
  const counts = [...secret].reduce((all, c) => all.set(c, (all.get(c) ?? 0) + 1), new Map());
  const perCharacter = [...counts.values()].reduce((sum, n) => sum - (n / secret.length) * Math.log2(n / secret.length), 0);
  assert.ok(perCharacter * secret.length >= 96, `${what} does not look random`);
}

/** A JWT that nobody signed. */
export function unsigned(claims, header = { alg: 'none' }) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.`;
}

/** The same JWT with other claims and the signature it had. */
export function tampered(jwt, changes) {
  const [header, payload, signature] = jwt.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url')), ...changes };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}
