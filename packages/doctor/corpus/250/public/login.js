export function login(url) {
  const popup = window.open(url, 'adobe', 'width=500,height=700')
  window.addEventListener('message', (event) => { if (event.source === popup) popup.close() })
}
document.querySelector('#adobe').onclick = () => login('/auth/adobe')
