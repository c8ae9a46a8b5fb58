/** How high a table of Spectrum is with so many rows: it scrolls them unless it is told. */
export function calculateTableHeight(rows: number, isTouch: boolean): number {
  const scale = isTouch ? 1.25 : 1
  return (32 + rows * 40) * scale + 2
}
