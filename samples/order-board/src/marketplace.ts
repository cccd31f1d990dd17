// What this application knows of the marketplace: how to sign somebody in there, and one call of its API.
import * as oauth from 'openid-client';
import type { components } from './api.js'; // made from the API's own document by "npm run build"

type Schemas = components['schemas'];
export type Money = Schemas['MoneyDto'];
export type Order = Schemas['VendorOrderItem'];

/** What a sign-in needs to be finished: it must come back to the browser that began it. */
export interface Begun {
  address: URL;
  verifier: string;
  state: string;
  nonce: string;
}

export interface SignedIn {
  name: string;
  tokens: oauth.TokenEndpointResponse;
}

/** The API refused, and says why: RFC 9457. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

export class Marketplace {
  static readonly scope = 'openid profile offline_access vendor.orders';

  private constructor(private readonly server: oauth.Configuration, private readonly api: string) {}

  /** Reads what the identity server offers. An application on a device has an id and no secret; PKCE stands in for it. */
  static async find(identity: string, api: string, clientId: string): Promise<Marketplace> {
    const isLocal = new URL(identity).protocol === 'http:'; // as ./run starts it; anywhere else it is https
    return new Marketplace(await oauth.discovery(new URL(identity), clientId, undefined, oauth.None(), isLocal ? { execute: [oauth.allowInsecureRequests] } : {}), api);
  }

  async begin(redirect: string): Promise<Begun> {
    const [verifier, state, nonce] = [oauth.randomPKCECodeVerifier(), oauth.randomState(), oauth.randomNonce()];
    const address = oauth.buildAuthorizationUrl(this.server, {
      redirect_uri: redirect,
      scope: Marketplace.scope,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { address, verifier, state, nonce };
  }

  /** The library compares state, nonce and issuer, and checks the ID token's signature. */
  async finish(begun: Begun, cameBackTo: URL): Promise<SignedIn> {
    const tokens = await oauth.authorizationCodeGrant(this.server, cameBackTo, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
      expectedNonce: begun.nonce,
      idTokenExpected: true,
    });
    const person = await oauth.fetchUserInfo(this.server, tokens.access_token, tokens.claims()!.sub);
    return { name: person.name ?? 'you', tokens };
  }

  /** The shop's newest orders. An access token lives ten minutes; the refresh token, which is new each time, fetches the next. */
  async orders(who: SignedIn): Promise<Order[]> {
    const ask = () => fetch(`${this.api}/api/v1/vendor/orders?size=20`, { headers: { Authorization: `Bearer ${who.tokens.access_token}` } });
    let answer = await ask();
    if (answer.status === 401 && who.tokens.refresh_token) {
      who.tokens = { ...who.tokens, ...await oauth.refreshTokenGrant(this.server, who.tokens.refresh_token) };
      answer = await ask();
    }

    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({})) as Partial<Schemas['ProblemDetails']>;
      throw new Refused(answer.status, problem.detail ?? problem.title ?? `The marketplace answered ${answer.status}.`);
    }

    return (await answer.json() as Schemas['PageOfVendorOrderItem']).items;
  }

  /** Gives the tokens up: nobody can use them any more. */
  async leave(who: SignedIn): Promise<void> {
    await oauth.tokenRevocation(this.server, who.tokens.refresh_token ?? who.tokens.access_token);
  }
}
