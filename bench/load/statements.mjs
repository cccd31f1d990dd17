// What the database was asked while a row was measured, warm-up and all.
const TOP = 25;
const WIDTH = 150;

export async function statementsOf(town) {
  const rows = JSON.parse(await town.sql(`
    select coalesce(json_agg(s), '[]') from (
      select calls, total_exec_time as ms, mean_exec_time as mean, sum(calls) over () as all_calls, query from pg_stat_statements where query not like '%pg_stat_statements%'
      order by total_exec_time desc limit ${TOP}) s`));
  const lines = rows.map(row => `${String(row.calls).padStart(8)} × ${row.mean.toFixed(3).padStart(8)} ms = ${row.ms.toFixed(0).padStart(7)} ms  ${row.query.replace(/\s+/g, ' ').slice(0, WIDTH)}\n`);
  return `    ${rows[0]?.all_calls ?? 0} statements\n${lines.join('')}`;
}
