// @ts-check

/** @typedef {{ name: string, palette: number, isSquare: boolean }} Poster */

const firstPalette = {
  sky: '#2b0f54',
  sun: '#ffd66e',
  hills: ['#ff8a5c', '#c2407a', '#6a2bd9'],
  ink: '#ffffff',
}
const palettes = [
  firstPalette,
  { sky: '#fdf0d5', sun: '#e4572e', hills: ['#76b041', '#17624a', '#0b3c49'], ink: '#17202a' },
  { sky: '#0b3c5d', sun: '#f9f4da', hills: ['#3b8ea5', '#f49d6e', '#ab3428'], ink: '#ffffff' },
]

/**
 * @param {string} name
 * @returns {Poster}
 */
export function createPoster(name) {
  return { name, palette: 0, isSquare: false }
}

/**
 * @param {Poster} poster
 * @returns {Poster}
 */
export function recolor(poster) {
  return { ...poster, palette: poster.palette + 1 }
}

/**
 * @param {Poster} poster
 * @returns {Poster}
 */
export function resize(poster) {
  return { ...poster, isSquare: !poster.isSquare }
}

/** @param {Poster} poster */
export function drawPoster({ name, palette, isSquare }) {
  const { sky, sun, hills, ink } = palettes[palette % palettes.length] ?? firstPalette
  const width = isSquare ? 480 : 720
  const svg = create('svg', { viewBox: `0 0 ${width} 480`, role: 'img' })
  svg.setAttribute('aria-label', `A poster of hills at sunset, made by ${name}`)
  svg.append(
    create('rect', { width, height: 480, fill: sky }),
    create('circle', { cx: width * 0.7, cy: 170, r: 78, fill: sun }),
    ...hills.map((fill, index) =>
      create('path', { d: hill(width, 250 + index * 62, index), fill }),
    ),
    write('Made with your own name', { x: 36, y: 62, 'font-size': 20, fill: ink }),
    write(name, { x: 36, y: 112, 'font-size': isSquare ? 40 : 48, 'font-weight': 700, fill: ink }),
  )
  return svg
}

/** @param {Poster} poster */
export function toFile(poster) {
  const text = new XMLSerializer().serializeToString(drawPoster(poster))
  return `data:image/svg+xml,${encodeURIComponent(text)}`
}

/**
 * @param {number} width
 * @param {number} top
 * @param {number} index
 */
function hill(width, top, index) {
  const lean = index % 2 === 0 ? 1 : -1
  return `M0 480 V${top + 30 * lean} C${width * 0.3} ${top - 90 * lean}, ${width * 0.6} ${top + 80 * lean}, ${width} ${top - 30 * lean} V480 Z`
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} attributes
 */
function write(text, attributes) {
  const line = create('text', { 'font-family': 'system-ui, sans-serif', ...attributes })
  line.textContent = text
  return line
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function create(name, attributes) {
  const shape = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, String(value))
  return shape
}
