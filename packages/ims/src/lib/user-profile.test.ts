import { describe, expect, it } from 'vitest'
import { createImsClient } from './ims-client.ts'
import { requestUserProfile, type UserProfile } from './user-profile.ts'

/** The shape of Adobe's sample for version 2 of UserInfo. */
const sample = {
  sub: 'B0DC108C5CD449CA0A494133@c62f24cc5b5b7e0e0a494004',
  account_type: 'ent',
  email_verified: true,
  address: { country: 'US' },
  name: 'Ada Lovelace',
  given_name: 'Ada',
  family_name: 'Lovelace',
  email: 'ada@wknd.test',
}

describe('requestUserProfile()', () => {
  it('translates what IMS says', async () => {
    expect(await profileFrom(sample)).toEqual({
      userId: 'B0DC108C5CD449CA0A494133@c62f24cc5b5b7e0e0a494004',
      name: 'Ada Lovelace',
      givenName: 'Ada',
      familyName: 'Lovelace',
      email: 'ada@wknd.test',
      isEmailVerified: true,
      accountType: 'ent',
      country: 'US',
    })
  })

  it('takes email_verified as the text of older answers', async () => {
    expect(await profileFrom({ ...sample, email_verified: 'true' })).toMatchObject({
      isEmailVerified: true,
    })
  })

  it('is content with a user id, where the scopes give no more', async () => {
    expect(await profileFrom({ sub: sample.sub })).toMatchObject({ userId: sample.sub })
  })

  it('refuses an answer without user id', async () => {
    await expect(profileFrom({ name: 'Ada' })).rejects.toMatchObject({
      code: 'missing_field',
      field: 'sub',
    })
  })

  it('names a field inside another', async () => {
    await expect(profileFrom({ ...sample, address: { country: 1 } })).rejects.toMatchObject({
      code: 'wrong_type',
      field: 'address.country',
    })
  })

  it('refuses the profile of another user', async () => {
    await expect(profileFrom(sample, 'another@user')).rejects.toMatchObject({
      code: 'subject_mismatch',
    })
  })
})

function profileFrom(answer: object, subject?: string): Promise<UserProfile> {
  const ims = createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: 'https://localhost:3001/callback',
    scopes: 'openid',
    fetch: async () => Response.json(answer),
  })
  return requestUserProfile(ims, 'fake.access.token', { subject })
}
