const script = document.createElement('script')
script.src = 'https://sdk.cc-embed.adobe.com/v2/CCEverywhere.js'
script.onload = async () => {
  window.sdk = await window.CCEverywhere.initialize({ clientId: 'fake0client0id0of0a0single0page0', appName: 'Posters' })
}
document.head.append(script)
