import { EventEmitter } from 'node:events'
import { Socket } from 'node:net'

import { beforeEach, describe, expect, it } from 'vitest'

import { createDispatcher } from './dispatcher.mjs'
import type { Message } from './serve.mjs'

let dispatcher: ReturnType<typeof createDispatcher>
let first: FakeProcess
let second: FakeProcess

beforeEach(() => {
  dispatcher = createDispatcher()
  first = new FakeProcess()
  second = new FakeProcess()
  dispatcher.add(first)
  dispatcher.add(second)
})

describe('createDispatcher()', () => {
  it('spreads connections that come at once', () => {
    dispatchSome(4)
    expect([first.given.length, second.given.length]).toEqual([2, 2])
  })

  it('gives every connection to the other process once one has had a request', () => {
    first.tell({ type: 'asked' })
    dispatchSome(1)
    takeAll(second)
    dispatchSome(1)
    expect([first.given.length, second.given.length]).toEqual([0, 2])
  })

  it('comes back to a process when the other one has had a request', () => {
    first.tell({ type: 'asked' })
    second.tell({ type: 'asked' })
    expect(dispatchSome(1)).toEqual(first.given)
  })

  it('spares a process that does not take what it was given', () => {
    dispatchSome(1)
    second.tell({ type: 'asked' })
    expect(dispatchSome(1)).toEqual(second.given)
  })

  it('lets go of a connection when its process has it, not before', () => {
    const [socket] = dispatchSome(1)
    const before = socket?.destroyed
    takeAll(first)
    expect([before, socket?.destroyed]).toEqual([false, true])
  })

  it('gives what a process did not take before its end to another', () => {
    const [untaken] = dispatchSome(1)
    first.emit('close')
    expect(second.given).toEqual([untaken])
  })

  it('gives a process that has ended nothing more', () => {
    first.emit('close')
    dispatchSome(2)
    expect([first.given.length, second.given.length]).toEqual([0, 2])
  })

  it('closes connections while there is no process', () => {
    first.emit('close')
    second.emit('close')
    expect(dispatchSome(1).map(({ destroyed }) => destroyed)).toEqual([true])
  })
})

class FakeProcess extends EventEmitter {
  readonly given: Socket[] = []
  readonly ids: number[] = []

  readonly send = (message: Message, socket: Socket): boolean => {
    if (message.type === 'connection') this.ids.push(message.id)
    this.given.push(socket)
    return true
  }

  tell(message: Message): void {
    this.emit('message', message)
  }
}

function dispatchSome(count: number): readonly Socket[] {
  const sockets = Array.from({ length: count }, () => new Socket())
  for (const socket of sockets) dispatcher.dispatch(socket)
  return sockets
}

function takeAll(process: FakeProcess): void {
  for (const id of process.ids.splice(0)) process.tell({ type: 'taken', id })
}
