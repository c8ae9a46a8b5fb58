let value
export const token = () => value
