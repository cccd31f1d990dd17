// The reference: oidc-provider, configured like our server. A process of its own, so that its clock can be moved on.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { clients, people } = JSON.parse((await lines.next()).value);
let ahead = 0;
const realNow = Date.now;
Date.now = () => realNow() + ahead;
for (const chatter of ['info', 'warn']) {
  console[chatter] = () => {};
}

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: clients.map((client) => ({
    client_id: client.id,
    client_name: client.name,
    ...(client.secret ? { client_secret: client.secret } : {}),
    token_endpoint_auth_method: client.authentication,
    grant_types: client.grants,
    response_types: client.grants.includes('authorization_code') ? ['code'] : [],
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    ...(client.logoutUri ? { backchannel_logout_uri: client.logoutUri, backchannel_logout_session_required: true } : {}),
    ...(client.requiresPush ? { require_pushed_authorization_requests: true } : {}),
    scope: [...client.scopes, ...(client.scopes.includes('openid') ? ['address'] : [])].join(' '),
  })),
  scopes: ['openid', 'offline_access', 'marketplace'],
  claims: {
    openid: ['sub'],
    profile: ['name'],
    email: ['email', 'email_verified'],
    phone: ['phone_number', 'phone_number_verified'],
    address: ['address'],
  },
  conformIdTokenClaims: true,
  fetch: (url, { dispatcher, ...options }) => fetch(url, options), // it refuses to call this machine, where clients hear of sign-outs
  pkce: { required: () => true },
  clientBasedCORS: (ctx, origin, client) => client.clientAuthMethod === 'none' && client.redirectUris.some((uri) => uri.startsWith(`${origin}/`)),
  rotateRefreshToken: true,
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  responseTypes: ['code'],
  jwks: { keys: [key()] },
  cookies: { keys: ['only for tests'], long: { sameSite: 'none' } },
  enableHttpPostMethods: true,
  ttl: { AuthorizationCode: 60, AccessToken: 600, ClientCredentials: 600, IdToken: 600, RefreshToken: 14 * 86400, Session: 14 * 86400, Grant: 14 * 86400, Interaction: 3600 },
  features: {
    devInteractions: { enabled: true },
    introspection: { enabled: true, allowedPolicy: (ctx, client, token) => client.clientId === token.clientId },
    revocation: { enabled: true },
    clientCredentials: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  findAccount(ctx, id) {
    const person = people.find((p) => p.email === id);
    return person && {
      accountId: id,
      claims: () => ({
        sub: id, name: person.fullName, email: person.email, email_verified: true, phone_number: person.phone, phone_number_verified: false,
        address: { formatted: '1 Quay Road, Tarapet' },
      }),
    };
  },
  async loadExistingGrant(ctx) {
    const { client, session, params, result } = ctx.oidc;
    const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
    if (known) {
      return ctx.oidc.provider.Grant.find(known);
    }
    if (!clients.find((c) => c.id === client.clientId).isFirstParty) {
      return undefined;
    }
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(params.scope);
    await grant.save();
    return grant;
  },
});
provider.use(async (ctx, next) => {
  await next();
  if (ctx.path.endsWith('/revocation') && ctx.status === 200) {
    ctx.remove('content-type'); // oidc-client-ts takes no kind of text for an empty answer
  }
});
provider.on('server_error', (ctx, error) => console.error(error));
provider.on('backchannel.error', (ctx, error) => console.error(error));
server.on('request', provider.callback());
process.stdout.write(JSON.stringify({ issuer }) + '\n');

for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  const [command, argument] = line.split(' ');
  if (command === 'advance') {
    ahead += Number(argument) * 1000;
  }
  process.stdout.write('ok\n');
}
server.closeAllConnections();
server.close();

function key() {
  return { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}
