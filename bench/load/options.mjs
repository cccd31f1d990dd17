// What a person asks bench/run to do.
const help = rows => `bench/run [--only ROW,…] [--seconds N] [--products N] [--growth] [--statements] [--save]
bench/run --medians [--only CHECK,…]

Measures the marketplace on this machine and prints a table. Ends with 0 when every row keeps its budget, 2 when one does not, 1 when
something broke.

  --only ROW,…   these rows only, or all that begin with a word, such as oauth: ${rows.join(' ')}
  --seconds N    how long each row is measured (8)
  --warm-up N    how long each row runs before, until the compiler has seen what is hot (8)
  --products N   how many products the catalogue has (10000)
  --growth       afterwards: 100,000 products in 2,000 shops
  --statements   also tells, for each row, which statements the database was busy with
  --save         write the table into bench/README.md
  --medians      instead: whether answers tell by their time what they do not say
`;

export function optionsOf(args, rows) {
  const options = { seconds: 8, warmUp: 8, products: 10_000, growth: false, statements: false, save: false, only: null };
  for (let i = 0; i < args.length; i++) {
    switch (args[i]) {
      case '--only': options.only = args[++i]?.split(',') ?? []; break;
      case '--seconds': options.seconds = Number(args[++i]); break;
      case '--warm-up': options.warmUp = Number(args[++i]); break;
      case '--products': options.products = Number(args[++i]); break;
      case '--growth': options.growth = true; break;
      case '--statements': options.statements = true; break;
      case '--save': options.save = true; break;
      case '--help': case '-h': console.log(help(rows)); process.exit(0); break;
      default: refuse(`There is no option ${args[i]}.`, rows);
    }
  }

  const of = name => rows.includes(name) ? [name] : rows.filter(id => id.startsWith(`${name}-`));
  const unknown = options.only?.filter(name => of(name).length === 0) ?? [];
  if (unknown.length > 0) refuse(`There is no row ${unknown.join(', ')}.`, rows);
  if (!(options.seconds > 0) || !(options.warmUp > 0) || !(options.products >= 1000) || options.products % 250 !== 0) refuse('--seconds and --warm-up are above 0; --products is a multiple of 250, from 1000 on.', rows);
  const only = options.only?.flatMap(of) ?? rows;
  return { ...options, isWhole: options.only === null, wants: row => only.includes(row.id) };
}

function refuse(why, rows) {
  console.error(`✗ ${why}\n\n${help(rows)}`);
  process.exit(1);
}
