async function finish() {
  const sdk = await window.CCEverywhere.initialize({ clientId: 'fake0client0id0of0a0single0page0', appName: 'Posters' })
  await sdk.exchangeAuthCodeForToken()
}
finish()
