import { backchannel } from './modules/backchannel.mjs';
import { basicAnswers } from './modules/basic-answers.mjs';
import { basicRequests } from './modules/basic-requests.mjs';
import { basicCodes } from './modules/basic-codes.mjs';
import { beyond } from './modules/beyond.mjs';
import { config } from './modules/config.mjs';
import { fapi } from './modules/fapi.mjs';
import { logout } from './modules/logout.mjs';
import { nonsense } from './modules/nonsense.mjs';
import { par } from './modules/par.mjs';
import { openidClient } from './clients/openid-client.mjs';
import { oauth4webapi } from './clients/oauth4webapi.mjs';
import { oidcClientTs } from './clients/oidc-client-ts.mjs';
import { msalNode } from './clients/msal-node.mjs';
import { hostile, relyingParty } from './rp/modules.mjs';

/** What a provider is asked. The clients come first: they have clocks of their own, which nobody moves. */
export const providerGroups = {
  clients: { ...openidClient, ...oauth4webapi, ...oidcClientTs, ...msalNode },
  basic: { ...basicAnswers, ...basicRequests, ...basicCodes },
  config,
  logout,
  backchannel,
  fapi,
  par,
  beyond: { ...beyond, ...nonsense },
};

/** What an app that signs people in is told. */
export const partyGroups = { rp: relyingParty, hostile };
