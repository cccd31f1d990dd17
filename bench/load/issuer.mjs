// Stands for the identity server: publishes a key, and signs access tokens for the people of the run.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

export async function openIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })).digest('base64url');
  const server = createServer((request, answer) => {
    answer.setHeader('Content-Type', 'application/json');
    answer.end(request.url === '/.well-known/jwks' ? JSON.stringify({ keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] }) : '{}');
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const url = `http://127.0.0.1:${server.address().port}`;

  /** An access token for a person; it lasts for the run. */
  const tokenFor = (sub, ...role) => {
    const now = Math.floor(Date.now() / 1000);
    const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'ES256', typ: 'at+jwt', kid })}.${part({
      iss: url, aud: 'marketplace-api', sub, client_id: 'bench', scope: 'marketplace', jti: randomUUID(),
      iat: now, auth_time: now, amr: ['pwd', 'otp', 'mfa'], exp: now + 7200, name: 'Bench', email: `${sub}@example.org`, role,
    })}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  return { url, tokenFor, close: () => server.close() };
}
