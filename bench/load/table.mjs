// What was measured, as a table for people.
const number = value => value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);

/** Whether a row keeps its budget; undefined when it has none. */
export function isWithin(row, result) {
  const { perSecond, p95, p99 } = row.budget ?? {};
  if (result.isWithin !== undefined) return result.isWithin && !result.errors;
  if (perSecond === undefined) return undefined;
  return result.errors === 0 && result.perSecond >= perSecond && (p95 === undefined || result.p95 <= p95) && (p99 === undefined || result.p99 <= p99);
}

function budgetOf({ budget = {} }) {
  const parts = [];
  if (budget.perSecond) parts.push(`${number(budget.perSecond)}/s`);
  if (budget.p95) parts.push(`p95 ${budget.p95} ms`);
  if (budget.p99) parts.push(`p99 ${budget.p99} ms`);
  return budget.text ?? parts.join(', ');
}

export function rowOf(row, result, limits) {
  const limit = limits[row.limit]?.perSecond;
  const verdict = { true: '✓', false: '✗' }[isWithin(row, result)] ?? '';
  return [
    row.title,
    result.text ?? number(result.perSecond),
    result.p50 === undefined ? '' : `${number(result.p50)} / ${number(result.p99)}`,
    result.errors ?? '',
    budgetOf(row), verdict,
    limit && result.perSecond ? `${(result.perSecond / limit).toFixed(3)}` : '',
    result.cores ? result.cores.map(c => c.toFixed(2)).join(' / ') : '',
    result.note ?? '',
  ];
}

export const heading = ['Row', 'Per second', 'p50 / p99 ms', 'Errors', 'Budget', '', 'Of the bare limit', 'Cores: host / database', 'Seen'];

export const markdown = rows => [heading, heading.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
