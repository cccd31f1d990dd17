import assert from 'node:assert/strict';
import { Flow, refused, tokens } from '../lib/flow.mjs';
import { unguessable } from '../lib/checks.mjs';

// Pushed authorization requests (RFC 9126), named as in the FAPI 2 plan.
export const par = {
  async 'par-attempt-reuse-request_uri'(t) {
    const flow = new Flow(t);
    const uri = await pushed(flow);
    tokens(await flow.exchange(flow.codeOf(await go(flow, uri))));
    denied(await go(flow, uri));
  },

  async 'par-attempt-to-use-expired-request_uri'(t) {
    const flow = new Flow(t);
    const { body } = await push(flow);
    await t.advance(body.expires_in + 2);
    denied(await go(flow, body.request_uri));
  },

  async 'par-attempt-to-use-request_uri-for-different-client'(t) {
    const flow = new Flow(t);
    const uri = await pushed(flow);
    denied(await go(flow, uri, t.clients.other));
    flow.codeOf(await go(flow, uri));
  },

  async 'ensure-authorization-request-without-using-par-fails'(t) {
    const flow = new Flow(t, t.clients.pushing);
    flow.refusal(await flow.authorize(), 'invalid_request');
    tokens(await flow.exchange(flow.codeOf(await go(flow, await pushed(flow)))));
  },

  async 'par-attempt-invalid-http-method'(t) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { status } = await fetch(t.metadata.pushed_authorization_request_endpoint, { method });
      assert.ok([400, 401, 404, 405].includes(status), `${method} answers ${status}`);
    }
  },

  async 'par-authorization-request-containing-request_uri-form-param'(t) {
    const flow = new Flow(t);
    const uri = await pushed(flow);
    refused(await push(flow, { request_uri: uri }), 'invalid_request', 'request_uri_not_supported');
  },

  async 'par-without-duplicate-parameters'(t) {
    const flow = new Flow(t);
    const answer = await push(flow);
    assert.equal(answer.status, 201);
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/);
    assert.match(answer.body.request_uri, /^urn:ietf:params:oauth:request_uri:/);
    unguessable(answer.body.request_uri.split(':').at(-1), 'the request_uri');
    assert.ok(answer.body.expires_in > 0 && answer.body.expires_in <= 90, 'expires_in is at most 90 seconds');
    tokens(await flow.exchange(flow.codeOf(await go(flow, answer.body.request_uri))));
    refused(await push(flow, {}, { client: { ...flow.client, secret: 'wrong' } }), 'invalid_client');
    refused(await push(flow, { redirect_uri: 'https://evil.test/' }), 'invalid_request', 'invalid_redirect_uri');
  },

  async 'par-reused-request-uri-prior-to-auth-completion-succeeds'(t) {
    const flow = new Flow(t);
    const uri = await pushed(flow);
    const first = await go(flow, uri, flow.client, { stopAt: 'login' });
    assert.equal(first.stoppedAt, 'login');
    tokens(await flow.exchange(flow.codeOf(await go(flow, uri))));
  },
};

/** Pushes a request. */
export function push(flow, changes = {}, options = {}) {
  flow.sent = flow.request(changes);
  return flow.post(flow.metadata.pushed_authorization_request_endpoint, flow.sent, options);
}

async function pushed(flow) {
  const { status, body, text } = await push(flow);
  assert.equal(status, 201, text);
  return body.request_uri;
}

function go(flow, requestUri, client = flow.client, options = {}) {
  const query = new URLSearchParams({ client_id: client.id, request_uri: requestUri });
  return flow.browser.visit(`${flow.metadata.authorization_endpoint}?${query}`, options);
}

/** An error, at the client or on a page; what counts is that there is no code. */
function denied(visit) {
  if (visit.kind === 'page') {
    assert.ok(visit.status >= 400 && visit.status < 500, `the page says ${visit.status} (${visit.stoppedAt ?? visit.url})`);
  } else {
    assert.equal(visit.params.get('code'), null, 'there is no code');
    assert.ok(visit.params.get('error'), 'there is an error');
  }
}
