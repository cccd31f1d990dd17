// Copies the sources that the host is built from, plants every fault of the catalogue in the copy, and writes nothing that has not
// changed, so that building again is quick. Prints where the copy is.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faults } from './catalogue.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const copy = join(root, 'artifacts/planted');
const folders = ['src/Tokens', 'src/Contracts', 'src/BlazorShared', 'src/IdentityServer', 'src/EmbeddedPostgres', 'tests/Testing', 'tests/ConformanceHost'];
const single = [
  ...linked('src/IdentityServer/IdentityServer.csproj'), 'build/Published.props', 'tests/Directory.Build.props', 'Directory.Build.props', 'Directory.Packages.props', 'BannedSymbols.txt',
  'global.json',
];

const files = new Map([...folders.flatMap((folder) => [...walk(join(root, folder))]), ...single.map((file) => join(root, file))]
  .map((file) => [relative(root, file), readFileSync(file)]));
for (const { name, edits } of faults) {
  for (const { text, fault } of edits) {
    plant(name, text, fault);
  }
}
files.set('src/Tokens/Planted.cs', Buffer.from(`namespace Marketplace;

/// <summary>Which fault is chosen; none at the start.</summary>
public static class Planted
{
    private static volatile string? _chosen;

    public static void Choose(string name) => _chosen = name;

    public static bool Is(string name) => _chosen == name;
}
`));
files.set('tests/ConformanceHost/PlantedFaults.cs', Buffer.from(`namespace Marketplace.ConformanceHost;

internal static partial class Faults
{
    static partial void Plant(string name) => Planted.Choose(name);
}
`));
write();
console.log(copy);

/** The files of a neighbour that a project takes in by a link. */
function linked(project) {
  return [...readFileSync(join(root, project), 'utf8').matchAll(/Include="\.\.\/(Infrastructure\/[^"*]+)"/g)].map(([, file]) => `src/${file}`);
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['bin', 'obj', 'node_modules', '_framework'].includes(entry.name)) {
        yield* walk(path);
      }
    } else {
      yield path;
    }
  }
}

/** A text that is gone, or that stands twice, is an error: the catalogue must follow the sources. */
function plant(name, text, fault) {
  const places = [...files].filter(([file, content]) => file.startsWith('src/') && file.endsWith('.cs') && content.includes(text));
  const times = places.reduce((sum, [, content]) => sum + content.toString().split(text).length - 1, 0);
  if (times !== 1) {
    throw new Error(`The fault "${name}" cannot be planted: the sources have ${times} times\n${text}`);
  }
  const [[file, content]] = places;
  files.set(file, Buffer.from(content.toString().replace(text, () => fault)));
}

function write() {
  for (const [file, content] of files) {
    const target = join(copy, file);
    if (!existsSync(target) || !readFileSync(target).equals(content)) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }
  for (const folder of folders.filter((f) => existsSync(join(copy, f)))) {
    for (const file of walk(join(copy, folder))) {
      if (!files.has(relative(copy, file)) && !file.includes('/wwwroot/lib/')) {
        rmSync(file);
      }
    }
  }
  if (!existsSync(join(copy, 'node_modules'))) {
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  }
}
