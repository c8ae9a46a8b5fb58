// @ts-check

/**
 * What is needed of a process.
 * @typedef {object} Receiver
 * @property {(message: Message, socket: Socket, options: { keepOpen: boolean }, callback: () => void) => unknown} send
 *   Gives it a connection.
 * @property {(event: 'message', listener: (message: Message) => void) => unknown} on Hears what it tells.
 * @property {(event: 'close', listener: () => void) => unknown} once Hears of its end.
 */

/** @typedef {import('./serve.mjs').Message} Message */

/** @typedef {import('node:net').Socket} Socket */

/**
 * Gives each connection to a process. One that is still on its way when its process ends goes to another: Node itself
 * would leave it open for ever, with no process at its end.
 */
export function createDispatcher() {
  /**
   * What each process has not taken yet; the process that has gone longest without a request comes first.
   * @type {Map<Receiver, Map<number, Socket>>}
   */
  const untaken = new Map()
  let lastId = 0

  const dispatch = (/** @type {Socket} */ socket) => {
    const [next] = [...untaken].toSorted(([, one], [, two]) => one.size - two.size)
    // A browser tries again at a server that is starting.
    if (next === undefined) {
      socket.destroy()
      return
    }
    const [process, sockets] = next
    lastId += 1
    sockets.set(lastId, socket)
    // It stays open here until the process has it. Of one that can no longer be told, the end is about to be heard.
    process.send({ type: 'connection', id: lastId }, socket, { keepOpen: true }, () => {})
  }

  return {
    dispatch,
    /**
     * Lets a process take part, until it ends.
     * @param {Receiver} process
     */
    add(process) {
      /** @type {Map<number, Socket>} */
      const sockets = new Map()
      untaken.set(process, sockets)
      process.on('message', (message) => {
        if (message.type === 'taken') {
          sockets.get(message.id)?.destroy()
          sockets.delete(message.id)
        }
        // Turns go by requests: of the connections that browsers open, some never carry one.
        if (message.type === 'asked') {
          untaken.delete(process)
          untaken.set(process, sockets)
        }
      })
      // Not at its exit: that event can arrive before its last messages.
      process.once('close', () => {
        untaken.delete(process)
        for (const socket of sockets.values()) dispatch(socket)
      })
    },
  }
}
