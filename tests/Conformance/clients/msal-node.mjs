import assert from 'node:assert/strict';
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } from '@azure/msal-node';

// The verdict of msal-node, which companies have in their tools. It insists on https, so its network
// does what a proxy in front of the server would do: https towards msal-node, http towards the server.
export const msalNode = {
  async 'msal-node code flow of a public client'(t) {
    const { answer } = await signIn(t, new PublicClientApplication(options(t, t.clients.spa)), t.clients.spa);
    assert.ok(answer.accessToken);
    assert.equal(answer.idTokenClaims.aud, t.clients.spa.id);
  },

  async 'msal-node code flow of a confidential client and silent refresh'(t) {
    const app = new ConfidentialClientApplication(options(t, t.clients.post));
    const { answer } = await signIn(t, app, t.clients.post);
    assert.ok(answer.accessToken);
    const fresh = await app.acquireTokenSilent({ account: answer.account, scopes: ['email'], forceRefresh: true });
    assert.ok(fresh.accessToken && fresh.accessToken !== answer.accessToken);
  },
};

function options(t, client) {
  return {
    auth: {
      clientId: client.id,
      ...(client.secret ? { clientSecret: client.secret } : {}),
      authority: t.issuer.replace('http:', 'https:'),
      knownAuthorities: [new URL(t.issuer).host],
      protocolMode: 'OIDC',
    },
    system: { protocolMode: 'OIDC', networkClient: new Proxied(t.issuer) },
  };
}

class Proxied {
  constructor(issuer) {
    this.issuer = issuer;
  }

  sendGetRequestAsync = (url, request) => this.#send('GET', url, request);
  sendPostRequestAsync = (url, request) => this.#send('POST', url, request);

  async #send(method, url, request = {}) {
    const response = await fetch(url.replace('https:', 'http:'), { method, headers: request.headers, body: request.body });
    const text = await response.text();
    const isMetadata = url.includes('/.well-known/');
    const body = JSON.parse(isMetadata ? text.replaceAll(this.issuer, this.issuer.replace('http:', 'https:')) : text);
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
}

async function signIn(t, app, client) {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const request = { scopes: ['openid', 'email', 'offline_access'], redirectUri: client.redirectUris[0], state: 'state', nonce: 'a nonce of this check' };
  // oidc-provider gives offline_access only when the person was asked.
  const url = await app.getAuthCodeUrl({ ...request, prompt: 'consent', codeChallenge: challenge, codeChallengeMethod: 'S256' });
  const visit = await t.browser().visit(url.replace('https:', 'http:'));
  assert.equal(visit.kind, 'callback', `stuck at ${visit.url}`);
  const answer = await app.acquireTokenByCode({ ...request, code: visit.params.get('code'), codeVerifier: verifier }, { nonce: request.nonce, state: 'state', code: visit.params.get('code') });
  return { answer };
}
