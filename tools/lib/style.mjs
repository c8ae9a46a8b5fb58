// @ts-check
import { styleText } from 'node:util'

/**
 * @typedef {'bold' | 'dim' | 'red' | 'green' | 'cyan'} Style
 * @typedef {(style: Style, text: string) => string} StyleText
 */

/**
 * Styles text for a terminal that shows colours, and leaves it alone for a file, a pipe, or a user
 * who sets `NO_COLOR`.
 * @param {NodeJS.WriteStream} stream
 * @returns {StyleText}
 */
export function styleFor(stream) {
  const isStyled = stream.isTTY && stream.hasColors()
  return (style, text) => (isStyled ? styleText(style, text) : text)
}
