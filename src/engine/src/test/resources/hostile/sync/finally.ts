// loading: a finally at the top level that loops
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

try {
  for (;;);
} finally {
  for (;;);
}

export default async function () {}
