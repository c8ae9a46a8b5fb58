import { styleText } from 'node:util'

/** Where a program writes to: a terminal, a file or a pipe. */
export interface Terminal {
  /** Writes a line. */
  readonly line: (text?: string) => void
  /** Styles a text where styles are shown. */
  readonly style: (style: Style, text: string) => string
}

/** How a text stands out. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'cyan'

/** A stream of this process as terminal; in colour when the terminal supports it and `NO_COLOR` is not set. */
export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  const isStyled = stream.isTTY && stream.hasColors()
  // The reader of a pipe may close it early, which is not a failure.
  stream.on('error', () => undefined)
  return {
    line: (text = '') => void stream.write(`${text}\n`),
    style: (style, text) => (isStyled ? styleText(style, text) : text),
  }
}
