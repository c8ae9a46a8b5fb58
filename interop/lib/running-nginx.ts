import { createServerFolder, startServer } from './server-program.ts'

/** Where Debian's nginx is. */
export const nginxProgram = '/usr/sbin/nginx'

export interface StartNginxOptions {
  /** What a file in `/etc/nginx/conf.d` contains. */
  readonly site: string
  readonly certificate: { readonly certificate: string; readonly key: string }
}

/** The folder of a site's certificate, which this replaces by its own. */
export const certificateFolder = '/etc/commerce-admin'

/** Starts Debian's nginx with a site, and returns how to stop it. Its buffers have their default sizes. */
export async function startNginx({
  site,
  certificate: { certificate, key },
}: StartNginxOptions): Promise<() => Promise<void>> {
  const folder = createServerFolder('mudbrick-nginx-')
  folder.write('tls.crt', certificate)
  folder.write('tls.key', key)
  const siteFile = folder.write('site.conf', site.replaceAll(certificateFolder, folder.path))
  const configuration = folder.write('nginx.conf', createConfiguration(folder.path, siteFile))
  return startServer({
    folder,
    command: [nginxProgram, '-e', 'stderr', '-p', folder.path, '-c', configuration],
    readyText: 'start worker processes',
    stopSignal: 'TERM',
  })
}

const temporaryFolders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

function createConfiguration(folder: string, siteFile: string): string {
  return `
daemon off;
pid ${folder}/nginx.pid;
error_log stderr notice;
worker_processes 1;
events {}
http {
  access_log off;
  ${temporaryFolders.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  # Which process has answered.
  add_header X-Answered-By $upstream_addr always;
  include ${siteFile};
}
`
}
