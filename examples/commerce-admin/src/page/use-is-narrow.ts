import { useMediaQuery } from '@mudbrick/sample-frame'

/** Whether the window is too narrow for a table. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 909px)')
}
