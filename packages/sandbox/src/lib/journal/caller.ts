/**
 * Keeps the line of the program that calls the present function, and gives it to an error that is made later, in a timer,
 * so that a test framework shows the line of the test.
 */
export function rememberCaller(): <Failure extends Error>(error: Failure) => Failure {
  const frames = new Error('caller').stack?.split('\n').slice(3) ?? []
  return (error) => {
    Object.defineProperty(error, 'stack', {
      value: [`${error.name}: ${error.message}`, ...frames].join('\n'),
      writable: true,
      configurable: true,
    })
    return error
  }
}
