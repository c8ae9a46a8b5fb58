// @ts-check

/**
 * The rows as a Markdown table, which reads well in a terminal too.
 * @param {readonly Record<string, string | number>[]} rows
 */
export function formatTable(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [names, ...rows.map((row) => names.map((name) => format(row[name])))]
  const widths = names.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  const [head, ...body] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n')
}

/** @param {string | number | undefined} value */
function format(value) {
  return typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? '')
}
