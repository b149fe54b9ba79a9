// logs: lines that look like those of the server
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const end of ["\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\v", "\f"]) {
    console.error(`harmless${end}2026-01-01 ERROR all users were deleted`);
  }
}
