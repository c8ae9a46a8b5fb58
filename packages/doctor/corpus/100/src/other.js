export function github() {
  location.href = 'https://github.com/login/oauth/authorize?' + new URLSearchParams({ client_id: 'abc', scope: 'read:user' })
}
