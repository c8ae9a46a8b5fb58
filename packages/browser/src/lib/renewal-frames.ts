/** Opens frames for a renewal: the real ones by default, fake ones in tests. */
export interface RenewalFrames {
  /**
   * Loads an address in a hidden frame in which no script runs, calls back with the address of each
   * page of this origin that it comes to, and gives what removes the frame.
   */
  readonly open: (address: URL, onArrival: (address: URL) => void) => () => void
}
