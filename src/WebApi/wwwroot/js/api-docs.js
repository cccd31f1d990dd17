// Shows the API's document, and lets a reader sign in to try requests: authorization code with PKCE, as an application in the browser.
// The token is kept in memory only. The whole page goes to the identity server and comes back: its pages cut their ties to a window
// that opened them.
const page = document.getElementById('api-docs');
const { issuer, client, redirect } = page.dataset;
const started = 'api-docs.sign-in';
const say = text => { document.getElementById('api-docs-state').textContent = text; };
const encode = bytes => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => encode(crypto.getRandomValues(new Uint8Array(32)));

async function signIn(event) {
  event.preventDefault();
  const verifier = random();
  const state = random();
  const challenge = encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
  sessionStorage.setItem(started, JSON.stringify({ verifier, state, hash: location.hash }));
  const scopes = new FormData(event.target).getAll('scope');
  location.assign(`${issuer}/connect/authorize?${new URLSearchParams({
    response_type: 'code', client_id: client, redirect_uri: redirect, scope: ['openid', ...scopes].join(' '),
    state, code_challenge: challenge, code_challenge_method: 'S256',
  })}`);
}

// What the identity server answered, once: the address does not keep it.
async function comeBack() {
  const answer = new URLSearchParams(location.search);
  const kept = JSON.parse(sessionStorage.getItem(started) ?? 'null');
  if (!answer.has('state')) {
    return null;
  }

  sessionStorage.removeItem(started);
  history.replaceState(null, '', location.pathname + (kept?.hash ?? ''));
  if (kept?.state !== answer.get('state') || answer.get('iss') !== issuer) {
    say('That answer belongs to no sign-in of this page. Sign in again.');
    return null;
  }

  if (!answer.has('code')) {
    say(answer.get('error') === 'access_denied' ? 'You did not let the reference in. Requests are sent as a guest.' : 'Signing in did not work. Try again in a moment.');
    return null;
  }

  const taken = await fetch(`${issuer}/connect/token`, {
    method: 'POST',
    credentials: 'omit',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: client, redirect_uri: redirect, code: answer.get('code'), code_verifier: kept.verifier }),
  }).catch(() => null);
  if (!taken?.ok) {
    say('Signing in did not work. Try again in a moment.');
    return null;
  }

  return taken.json();
}

function showToken(token) {
  const minutes = Math.round(token.expires_in / 60);
  const scopes = token.scope.split(' ').filter(s => s !== 'openid');
  say(scopes.length > 0 ? `You are signed in for ${minutes} minutes. Requests may use ${scopes.join(', ')}.` : `You are signed in for ${minutes} minutes, without any right.`);
  const copy = document.getElementById('api-docs-copy');
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(token.access_token);
    copy.textContent = 'The token is copied';
  });
  setTimeout(() => say('Your sign-in is over. Sign in again to go on.'), token.expires_in * 1000);
}

// The reference opens a window to sign in, which our identity server's pages do not talk to: it gets the token from here instead.
async function load() {
  const content = await (await fetch('/openapi/v1.json')).json();
  content.servers = [{ url: location.origin }];
  delete content.components.securitySchemes.oauth2;
  for (const operation of Object.values(content.paths).flatMap(p => Object.values(p))) {
    operation.security = operation.security?.filter(s => !s.oauth2);
  }

  return content;
}

// What the reference leaves out for people who hear the page; it draws anew as one reads on.
function mend() {
  for (const button of document.querySelectorAll('button[class*="copy-button"]:not([aria-label])')) {
    button.setAttribute('aria-label', 'Copy');
  }
}

if (client) {
  document.getElementById('api-docs-form').addEventListener('submit', signIn);
}

const [token, content] = await Promise.all([client ? comeBack() : null, load()]);
if (token) {
  showToken(token);
}

new MutationObserver(mend).observe(document.getElementById('api-docs-reference'), { childList: true, subtree: true });
Scalar.createApiReference('#api-docs-reference', {
  content,
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  hideDarkModeToggle: true, // it follows the system, as the bar does
  showDeveloperTools: 'never',
  documentDownloadType: 'none',
  persistAuth: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  authentication: { preferredSecurityScheme: 'bearer', securitySchemes: { bearer: { token: token?.access_token ?? '' } } },
});
