import type { SeedUser } from './seed.ts'

/** What a user has of whom only the e-mail address is given. */
export function newUser(id: string): Omit<SeedUser, 'email'> {
  return {
    id,
    password: 'mudbrick',
    givenName: 'New',
    familyName: 'User',
    accountType: 'ind',
    countryCode: 'US',
    productProfiles: [],
    note: 'added by you',
  }
}
