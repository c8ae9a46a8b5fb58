import { setTimeout } from 'node:timers/promises'

/** Sends a command of WebDriver and resolves to its `value`. */
export type Send = (command: Command, parameters?: Parameters) => Promise<unknown>

export type Command = keyof typeof commands
type Parameters = Readonly<Record<string, unknown>>

/** WebDriver's commands as far as the stories use them: the name in Firefox, the request in WebKit. */
export const commands = {
  newSession: { name: 'WebDriver:NewSession', method: 'POST', path: '' },
  navigate: { name: 'WebDriver:Navigate', method: 'POST', path: '/url' },
  evaluate: { name: 'WebDriver:ExecuteAsyncScript', method: 'POST', path: '/execute/async' },
  findElement: { name: 'WebDriver:FindElement', method: 'POST', path: '/element' },
  click: { name: 'WebDriver:ElementClick', method: 'POST', path: '/element/{id}/click' },
  newTab: { name: 'WebDriver:NewWindow', method: 'POST', path: '/window/new' },
  listTabs: { name: 'WebDriver:GetWindowHandles', method: 'GET', path: '/window/handles' },
  switchTo: { name: 'WebDriver:SwitchToWindow', method: 'POST', path: '/window' },
  closeTab: { name: 'WebDriver:CloseWindow', method: 'DELETE', path: '/window' },
} as const

/** The name under which WebDriver hands over an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'
const patienceMs = 20_000

/** What a story does with a browser of either engine. */
export type Driver = ReturnType<typeof createDriver>

/**
 * One command at a time, to the tab that was switched to last.
 * @see https://www.w3.org/TR/webdriver2/
 */
export function createDriver(send: Send) {
  return { goTo, evaluate, waitFor, waitForPage, click, openTab, listTabs, switchTo, closeTab }

  async function goTo(address: string): Promise<void> {
    await send('navigate', { url: address })
  }

  /** Runs a function in the page; what it resolves to comes back as JSON. */
  async function evaluate<Result, Args extends readonly unknown[]>(
    run: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    const script = `
      const done = arguments[arguments.length - 1]
      const run = async () => (${String(run)})(...[...arguments].slice(0, -1))
      run().then((value) => done({ value }), (error) => done({ error: String(error) }))`
    const answer = (await send('evaluate', { script, args })) as { value: Result; error?: string }
    if (answer.error !== undefined) throw new Error(`The page threw ${answer.error}`)
    return answer.value
  }

  /** Asks in the page until it is so, also while another page is on its way. */
  async function waitFor<Args extends readonly unknown[]>(
    isSo: (...args: Args) => boolean,
    ...args: Args
  ): Promise<void> {
    await retry(String(isSo), async () => {
      if (!(await evaluate(isSo, ...args))) throw new Error('It is not so.')
    })
  }

  async function waitForPage(start: string): Promise<void> {
    await waitFor((wanted) => location.href.startsWith(wanted), start)
  }

  /** Clicks as a person does, on what a CSS selector finds. */
  async function click(selector: string): Promise<void> {
    await retry(`There is nothing to click on at ${selector}.`, async () => {
      const found = await send('findElement', { using: 'css selector', value: selector })
      await send('click', { id: (found as Record<string, string>)[elementKey] })
    })
  }

  /** A new tab, which is then the one that is spoken to. */
  async function openTab(): Promise<string> {
    const { handle } = (await send('newTab', { type: 'tab' })) as { readonly handle: string }
    await switchTo(handle)
    return handle
  }

  async function listTabs(): Promise<readonly string[]> {
    return (await send('listTabs')) as readonly string[]
  }

  async function switchTo(handle: string): Promise<void> {
    await send('switchTo', { handle })
  }

  async function closeTab(): Promise<void> {
    await send('closeTab')
  }
}

/** Tries until it works, or gives up with the last reason. */
export async function retry<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
  const endsAt = Date.now() + patienceMs
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await attempt()
    } catch (cause) {
      if (Date.now() > endsAt) throw new Error(`Waited in vain: ${what}`, { cause })
    }
    // oxlint-disable-next-line no-await-in-loop
    await setTimeout(50)
  }
}
