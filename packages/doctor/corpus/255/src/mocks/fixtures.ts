export const badRequest = { client_id: 'x', response_type: 'code', client_secret: 'p8e-onlyAMockValue' }
