// An application of somebody else: it runs on the owner's own machine, signs them in at the marketplace and lists the shop's orders.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Marketplace, Refused, type Begun, type SignedIn } from './marketplace.js';
import { board, sorry, welcome } from './pages.js';

const { IDENTITY = 'http://localhost:5001', API = 'http://localhost:5000', CLIENT_ID = 'demo-order-board', PORT = '4000' } = process.env;

const marketplace = await Marketplace.find(IDENTITY, API, CLIENT_ID);

// Tokens stay here; the browser holds a name for them that nobody can guess.
const begun = new Map<string, Begun>();
const signedIn = new Map<string, SignedIn>();

const server = createServer((request, response) => void answer(request, response).catch(failure => {
  show(response, failure instanceof Refused ? failure.status : 400, sorry(failure instanceof Error ? failure.message : String(failure)));
}));
server.listen(Number(PORT), '127.0.0.1', () => console.log(`Order board: ${home()}`));
process.once('SIGTERM', () => server.close());

const home = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = new URL(request.url ?? '/', home());
  const browser = /(?:^|; )board=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const who = signedIn.get(browser);
  switch (`${request.method} ${address.pathname}`) {
    case 'GET /':
      return show(response, 200, who ? board(who.name, await marketplace.orders(who)) : welcome());

    case 'GET /signin': {
      const [name, start] = [randomBytes(24).toString('base64url'), await marketplace.begin(`${home()}/callback`)];
      begun.set(name, start);
      return go(response, start.address.href, name);
    }

    case 'GET /callback': {
      const start = begun.get(browser);
      begun.delete(browser);
      if (!start) return show(response, 400, sorry('This sign-in was not begun in this browser.'));
      if (address.searchParams.get('error') === 'access_denied') return show(response, 200, welcome('You said no, so nothing is shown.'));
      const name = randomBytes(24).toString('base64url');
      signedIn.set(name, await marketplace.finish(start, address));
      return go(response, '/', name);
    }

    case 'POST /signout':
      if (request.headers.origin !== home()) return show(response, 403, sorry('That form was not ours.'));
      if (who) {
        signedIn.delete(browser);
        await marketplace.leave(who);
      }

      return go(response, '/');

    default:
      return show(response, 404, sorry('There is nothing here.'));
  }
}

function show(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).end(html);
}

function go(response: ServerResponse, where: string, browser = ''): void {
  response.writeHead(303, { Location: where, 'Cache-Control': 'no-store', 'Set-Cookie': `board=${browser}; HttpOnly; SameSite=Lax; Path=/` }).end();
}
