/** The production page of `explains.ts`: what is left out there is explained in the errors guide. */
export const explains: boolean = false
