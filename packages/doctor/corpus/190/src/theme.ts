import tokens from './tokens.json'
export function saveTheme(name: keyof typeof tokens) {
  localStorage.setItem('theme-token', name)
  localStorage.setItem('designTokens', JSON.stringify(tokens[name]))
  localStorage.setItem('tokenSetVersion', '4')
}
