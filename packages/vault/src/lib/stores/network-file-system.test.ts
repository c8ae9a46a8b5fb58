import { describe, expect, it } from 'vitest'
import { findNetworkFileSystem } from './network-file-system.ts'

// @see https://www.kernel.org/doc/html/latest/filesystems/proc.html
const mounts = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
30 27 0:40 / /mnt/nfs rw,relatime shared:2 master:1 - nfs4 server:/export rw,vers=4.2
31 27 0:41 / /mnt/with\\040space rw - cifs //server/share rw
32 30 8:1 / /mnt/nfs/local rw - xfs /dev/sdb1 rw
33 27 0:42 / /mnt/ssh rw - fuse.sshfs ada@host: rw
34 27 8:2 / /mnt/twice rw - ext4 /dev/sdb2 rw
35 34 0:43 / /mnt/twice rw - ceph server:/ rw
`

describe('findNetworkFileSystem()', () => {
  it.each([
    ['/mnt/nfs', 'nfs4'],
    ['/mnt/nfs/app/data', 'nfs4'],
    ['/mnt/with space/app', 'cifs'],
    ['/mnt/ssh/app', 'fuse.sshfs'],
    ['/mnt/twice', 'ceph'],
  ])('names the one that %s is on', (folder, type) => {
    expect(findNetworkFileSystem(folder, mounts)).toBe(type)
  })

  it.each(['/', '/var/lib/app', '/mnt', '/mnt/nfs-no-mount', '/mnt/nfs/local/app'])(
    'finds none for %s',
    (folder) => {
      expect(findNetworkFileSystem(folder, mounts)).toBeUndefined()
    },
  )

  it('finds none where the system does not say what is mounted', () => {
    expect(findNetworkFileSystem('/var/lib/app', '')).toBeUndefined()
  })

  it.each(['\\\\server\\share\\app', '\\\\?\\UNC\\server\\share'])(
    'knows the path %s of Windows',
    (folder) => {
      expect(findNetworkFileSystem(folder, '')).toBe('a UNC path')
    },
  )

  it.each(['C:\\app', '\\\\?\\C:\\app', '\\\\.\\C:\\app'])('finds none for %s', (folder) => {
    expect(findNetworkFileSystem(folder, '')).toBeUndefined()
  })
})
