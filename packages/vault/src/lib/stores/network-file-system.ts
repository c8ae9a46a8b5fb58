/**
 * Returns the type of the network file system that a folder is on; `undefined` for a local disk.
 *
 * @param folder its real path
 * @param mounts what `/proc/self/mountinfo` says; empty where there is none
 * @see https://www.kernel.org/doc/html/latest/filesystems/proc.html
 */
export function findNetworkFileSystem(folder: string, mounts: string): string | undefined {
  if (uncPath.test(folder)) return 'a UNC path'
  let found: Mount | undefined
  for (const mount of mounts.split('\n').map(parseMount)) {
    // Of two mounts at the same place, the later one is seen.
    if (isWithin(folder, mount.point) && mount.point.length >= (found?.point.length ?? 0)) {
      found = mount
    }
  }
  return found && networkTypes.has(found.type) ? found.type : undefined
}

/** Of Windows: `\\server\share`, but not `\\?\C:\` and `\\.\C:\`, which are local. */
const uncPath = /^\\\\(?:[^?.\\]|\?\\UNC\\)/i

interface Mount {
  readonly point: string
  readonly type: string
}

const networkTypes = new Set([
  '9p',
  'afs',
  'beegfs',
  'ceph',
  'cifs',
  'coda',
  'fuse.ceph',
  'fuse.gcsfuse',
  'fuse.glusterfs',
  'fuse.juicefs',
  'fuse.mount-s3',
  'fuse.rclone',
  'fuse.s3fs',
  'fuse.sshfs',
  'glusterfs',
  'gpfs',
  'lustre',
  'ncpfs',
  'nfs',
  'nfs4',
  'smb3',
  'smbfs',
])

/** A line has its fields, then a hyphen, then the type: `36 35 98:0 / /mnt rw - nfs4 server:/ rw`. */
function parseMount(line: string): Mount {
  const [fields = '', rest = ''] = line.split(' - ')
  return {
    point: unescapeOctal(fields.split(' ')[4] ?? ''),
    type: rest.split(' ')[0] ?? '',
  }
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
}

function isWithin(folder: string, point: string): boolean {
  if (point === '') return false
  return point === '/' || folder === point || folder.startsWith(`${point}/`)
}
