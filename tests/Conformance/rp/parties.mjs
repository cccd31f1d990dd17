import * as oidc from 'openid-client';
import { Browser } from '../lib/browser.mjs';
import { HostileProvider } from './hostile-op.mjs';
import { startOurs } from '../targets/target.mjs';
import { random } from '../lib/random.mjs';

/** The reference: an app made with openid-client that checks all it can. */
export async function referenceParty() {
  const op = await new HostileProvider().start();
  const secret = random();
  const redirectUri = 'http://127.0.0.1:9/app/callback';
  return {
    name: 'reference',
    op,
    stop: async () => op.stop(),
    async signIn() {
      const config = await oidc.discovery(new URL(op.issuer), 'reference', undefined, oidc.ClientSecretBasic(secret), {
        execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks], timeout: 3,
      });
      const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri, scope: 'openid profile email', state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      });
      const back = (await new Browser([], () => null).send(url.href)).headers.get('location');
      try {
        const tokens = await oidc.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
        return { status: 200, person: await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub) };
      } catch (error) {
        if (!(error instanceof TypeError || error.name?.endsWith('Error'))) {
          throw error;
        }
        return { status: 400, person: null };
      }
    },
  };
}

/** The code with which the store and the portal sign people in, in a host of its own. */
export async function ourParty(name, hostDll, env) {
  const op = await new HostileProvider().start();
  const host = await startOurs(name, hostDll, env, { provider: { url: op.issuer, secret: random() } });
  op.now = host.now;
  return {
    name,
    op,
    needsKeyId: true,
    knowsPeople: true,
    plant: host.plant,
    log: host.log,
    async stop() {
      op.stop();
      await host.stop();
    },
    async signIn() {
      await host.advance(4_000); // until the keys of the try before are forgotten
      const browser = new Browser([], () => null);
      const visit = await browser.visit(`${host.app}/signin`);
      const who = await (await browser.send(`${host.app}/`)).json();
      return { status: visit.status, person: who.sub ? who : null };
    },
  };
}
