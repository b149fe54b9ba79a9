// settings: an identifier that goes on as a line of the log
// ends: REFUSED

export const workflowSettings = {
  id: "x]\n2026-11-24T10:00:00Z INFO io.claimflow.run : [other",
  trigger: "m2m:token_generation",
};

export default async function () {}
