export const etagOf = (response: Response): string => response.headers.get('ETag') ?? '*'
