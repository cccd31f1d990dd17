import { random } from '../lib/random.mjs';

// The same clients and people for every server under test. Nobody listens at these addresses: a visit ends there.
const app = 'http://127.0.0.1:9/app';
const callbacks = [`${app}/callback`, `${app}/callback2`, `${app}/callback?kept=yes`];
const landings = [`${app}/bye`, `${app}/bye?kept=yes`];

export const clientAddresses = [app];

const personal = {
  grants: ['authorization_code', 'refresh_token'],
  scopes: ['openid', 'profile', 'email', 'phone', 'offline_access'],
  redirectUris: callbacks,
  postLogoutRedirectUris: landings,
  isFirstParty: true,
};

/** @typedef {typeof personal & { id: string, name: string, secret?: string, authentication: 'client_secret_basic' | 'client_secret_post' | 'none' }} Client */

/** @returns {Record<string, Client>} */
export function clients({ scopes = [], logoutUri } = {}) {
  const make = (id, name, authentication, more = {}) => ({
    id, name, authentication, secret: authentication === 'none' ? undefined : random(), ...personal, scopes: [...personal.scopes, ...scopes], ...more,
  });
  return {
    app: make('conformance-app', 'Conformance app', 'client_secret_basic'),
    post: make('conformance-post', 'Conformance app with its secret in the form', 'client_secret_post'),
    other: make('conformance-other', 'Conformance app of somebody else', 'client_secret_basic'),
    spa: make('conformance-spa', 'Conformance app in a browser', 'none'),
    told: make('conformance-told', 'Conformance app that hears of sign-outs', 'client_secret_basic', { logoutUri }),
    pushing: make('conformance-pushing', 'Conformance app that sends its requests beforehand', 'client_secret_basic', { requiresPush: true }),
    third: make('conformance-third', 'Conformance app of a third party', 'client_secret_basic', { isFirstParty: false }),
    machine: make('conformance-machine', 'Conformance machine', 'client_secret_basic', {
      grants: ['client_credentials'], scopes: ['marketplace'], redirectUris: [], postLogoutRedirectUris: [],
    }),
  };
}

export const people = {
  asha: person('0198a000-0000-7000-8000-000000000001', 'asha@conformance.test', 'Asha Rao', '+919000000001'),
  ravi: person('0198a000-0000-7000-8000-000000000002', 'ravi@conformance.test', 'Ravi Menon', '+919000000002'),
};

function person(id, email, fullName, phone) {
  return { id, email, fullName, phone, password: 'a lantern over the quay' };
}
