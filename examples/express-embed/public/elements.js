// @ts-check

/** @param {string} id */
export function element(id) {
  const found = document.getElementById(id)
  if (found) return found
  throw new Error(`index.html has no element ${id}.`)
}

/** @param {string} text */
export function createParagraph(text) {
  const paragraph = document.createElement('p')
  paragraph.textContent = text
  return paragraph
}

/** @param {string} text */
export function createListing(text) {
  const listing = document.createElement('pre')
  // What is too wide to be seen has to be reached by the keyboard too.
  listing.tabIndex = 0
  listing.textContent = text
  return listing
}
