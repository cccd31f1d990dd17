import assert from 'node:assert/strict';
import { Flow } from '../lib/flow.mjs';
import { fieldsOf } from '../lib/browser.mjs';

// Values that nobody sends who means well: as they stand in an address or a form.
const values = [
  '%00', 'a%00b', '%ff', '%c3%28', '%ed%a0%80', '%EF%BF%BF', '%', '%zz', '+', '%F0%9F%92%A5', '%0d%0ax:y', '%22%3E%3Cscript%3E', '%27--', '-1', '1e999',
  '9'.repeat(30), '%5B%5D', '%7B%7D', '..%2F..', 'e30.e30.e30', 'x'.repeat(3_000),
];
const ofRequests = [
  'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge', 'code_challenge_method', 'response_type', 'response_mode', 'prompt', 'max_age',
  'id_token_hint', 'login_hint', 'ui_locales', 'acr_values', 'request', 'request_uri', 'claims',
];
const ofTokens = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'client_secret', 'refresh_token', 'scope', 'resource', 'token', 'token_type_hint'];
const ofLogout = ['id_token_hint', 'post_logout_redirect_uri', 'client_id', 'state', 'logout_hint'];

export const nonsense = {
  async 'nonsense in any parameter is refused, and breaks nothing'(t) {
    const flow = new Flow(t);
    await flow.signIn();
    const broken = [];
    const look = async (what, asking) => {
      const response = await asking;
      await response.body?.cancel();
      if (response.status >= 500) {
        broken.push(`${what} (${response.status})`);
      }
    };
    for (const value of values) {
      await Promise.all([
        ...ofRequests.map((name) => look(`authorization ${name}=${value}`, flow.browser.send(`${t.metadata.authorization_endpoint}?${instead(flow.request(), name, value)}`))),
        ...ofLogout.map((name) => look(`logout ${name}=${value}`, flow.browser.send(`${t.metadata.end_session_endpoint}?${instead({}, name, value)}`))),
        ...ofTokens.flatMap((name) => ['token_endpoint', 'introspection_endpoint', 'revocation_endpoint']
          .map((endpoint) => look(`${endpoint} ${name}=${value}`, post(t.metadata[endpoint], instead({ grant_type: 'authorization_code', code: 'x', token: 'x' }, name, value), flow.client)))),
        look(`userinfo ${value}`, fetch(t.metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${value}` } })),
        look(`client secret ${value}`, post(t.metadata.token_endpoint, 'grant_type=client_credentials', { id: value, secret: value })),
      ]);
    }
    assert.deepEqual(broken, []);
    await flow.claimsOfUser();
  },

  async 'nonsense in the form of the sign-in is refused, and breaks nothing'(t) {
    const flow = new Flow(t);
    const page = await flow.authorize({}, { stopAt: 'login' });
    const { form } = flow.browser.read(page.root, page.url);
    const action = new URL(form.getAttribute('action') ?? '', page.url);
    for (const value of ['\0', 'a\0@b.test', '\uffff', '💥'.repeat(500), "'--", '"><script>', '\r\n']) {
      for (const name of form.querySelectorAll('input').filter((i) => i.getAttribute('type') !== 'hidden').map((i) => i.getAttribute('name'))) {
        const response = await flow.browser.send(action, { form: { ...fieldsOf(form), email: 'x@conformance.test', login: 'x', password: 'x', [name]: value } });
        assert.ok(response.status < 500, `${name}=${JSON.stringify(value)} answers ${response.status}`);
      }
    }
  },
};

function instead(parameters, name, value) {
  const { [name]: _, ...others } = parameters;
  return `${new URLSearchParams(others)}&${name}=${value}`;
}

function post(endpoint, body, { id, secret }) {
  return fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Basic ' + Buffer.from(`${id}:${secret}`).toString('base64') },
    body,
  });
}
