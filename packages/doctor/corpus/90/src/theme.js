export function rememberTheme(name) {
  localStorage.setItem('theme', name)
  localStorage.setItem('tokens-spent', String(3))
}
