// Makes the icon sprite from the Lucide icons named in icons.txt: `npm run icons`.
// The sprite is checked in, so that a build needs no Node.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const names = readFileSync(new URL('icons.txt', import.meta.url), 'utf8').split('\n').map(l => l.trim()).filter(Boolean);
const symbols = names.map(name => {
  const svg = readFileSync(new URL(`node_modules/lucide-static/icons/${name}.svg`, root), 'utf8');
  const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>');
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
});
const sprite = `<!-- Lucide, ISC licence, https://lucide.dev/license -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
writeFileSync(new URL('src/BlazorShared/wwwroot/icons.svg', root), sprite);
console.log(`${names.length} icons, ${sprite.length} bytes`);
