/** Asks at the terminal; a user who leaves the question has said no. */
export async function askUser(question: string): Promise<boolean> {
  // Loaded when it is needed: most runs ask nothing.
  const { confirm } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false })
  return answer === true
}
