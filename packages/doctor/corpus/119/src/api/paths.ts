export const PATHS = { models: '/adobe/sites/cf/models', folders: '/adobe/folders' } as const
