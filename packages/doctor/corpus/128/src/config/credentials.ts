export const IMS = {
  id: '92b3c4d5e6f70819a2b3c4d5e6f70819',
  key: 'p8e-heldOutTwentyFour',
}
