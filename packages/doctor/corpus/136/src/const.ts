export const STATE = 'something'
