// modules: one that imports itself and asks too early
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import * as self from "./tokenWorkflow";
export const early = (self as any).late;
export const late = 1;

export default async function () {}
