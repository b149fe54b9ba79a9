// modules: those of another platform
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import { readFileSync } from "node:fs";
readFileSync("/etc/passwd");

export default async function () {}
