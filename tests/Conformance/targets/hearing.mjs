import { createServer } from 'node:http';

/** Where clients hear of sign-outs. It outlives no run: nobody waits for it at the end. */
export async function startHearing() {
  const heard = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      heard.push({ type: request.headers['content-type'] ?? '', token: new URLSearchParams(Buffer.concat(parts).toString()).get('logout_token') });
      response.writeHead(200, { 'cache-control': 'no-store' }).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}/logout`, heard };
}
