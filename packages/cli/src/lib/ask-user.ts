/** Asks yes or no at the terminal; a user who leaves the question has said no. */
export async function confirmAtTerminal(question: string): Promise<boolean> {
  // Loaded when it is needed: most runs ask nothing.
  const { confirm } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false })
  return answer === true
}

/** Asks for a line at the terminal; undefined when the user leaves the question. */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  const { text } = await import('@clack/prompts')
  const answer = await text({ message: question })
  return typeof answer === 'string' ? answer : undefined
}
