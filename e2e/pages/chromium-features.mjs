// @ts-check
/**
 * What a window of Chromium's would get ready without ever showing it: two pages for its address bar, and a process for
 * the next page. That costs more than most pages of ours.
 */
export const unseenFeatures = [
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
]
