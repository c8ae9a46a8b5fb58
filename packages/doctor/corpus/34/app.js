const script = document.createElement('script')
script.src = 'https://cc-embed.adobe.com/sdk/v4/CCEverywhere.js'
script.onload = async () => {
  const { editor } = await window.CCEverywhere.initialize({ clientId: 'fake0client0id0of0a0single0page0', appName: 'Posters' })
  document.querySelector('#create').onclick = () => editor.create({})
}
document.head.append(script)
