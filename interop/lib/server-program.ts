import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder under the system's temporary folder, for a server that refuses to run as root. */
export interface ServerFolder {
  readonly path: string
  /** The user that the server runs as; nothing when that is the user of this process. */
  readonly user: ServerUser
  /** Writes a file that only the server can read, and returns its path. */
  readonly write: (name: string, content: string) => string
}

export interface ServerUser {
  readonly uid?: number
  readonly gid?: number
}

export interface StartServerOptions {
  readonly folder: ServerFolder
  readonly command: readonly string[]
  /** What its log says once it answers. */
  readonly readyText: string
  readonly stopSignal: 'INT' | 'TERM'
  /** Whether its folder stays when it ends, so that it can be started again. Off by default. */
  readonly isFolderKept?: boolean
}

/** Creates a folder that belongs to the postgres user of Debian's packages when this process is root. */
export function createServerFolder(prefix: string): ServerFolder {
  const user = findUser()
  const path = mkdtempSync(join(tmpdir(), prefix))
  giveToUser(path)
  return {
    path,
    user,
    write(name, content) {
      const file = join(path, name)
      writeFileSync(file, content, { mode: 0o600 })
      giveToUser(file)
      return file
    },
  }

  function giveToUser(file: string): void {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid)
  }
}

/** Starts a server, waits until it is ready, and returns how to stop it. Its folder is removed when it ends. */
export async function startServer(options: StartServerOptions): Promise<() => Promise<void>> {
  const server = run(options)
  await waitUntilReady(server, options)
  return () => stop(server)
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function findUser(): ServerUser {
  if (process.getuid?.() !== 0) return {}
  return { uid: askForId('-u'), gid: askForId('-g') }
}

function askForId(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres']))
}

// The server ends with its input, so also when this process is ended by kill -9.
const script = `
signal=$1; garbage=$2; shift 2
exec 3<&0
"$@" & server=$!
(cat <&3 > /dev/null; kill -$signal $server) 2> /dev/null &
wait $server
rm -rf "$garbage"`

function run({ folder, command, stopSignal, ...options }: StartServerOptions): ChildProcess {
  const garbage = options.isFolderKept ? '' : folder.path
  return spawn('sh', ['-c', script, 'sh', stopSignal, garbage, ...command], {
    ...folder.user,
    cwd: folder.path,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

function waitUntilReady(
  server: ChildProcess,
  { command, readyText }: StartServerOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.on('data', (chunk) => {
      log += String(chunk)
      if (log.includes(readyText)) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => {
      server.stdin?.destroy()
      reject(new Error(`${command[0]} did not start: ${log}`))
    })
  })
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    server.stdin?.end()
  })
}
