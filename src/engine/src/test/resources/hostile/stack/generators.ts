// stack: generators that delegate to generators
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  function* f(): any {
    yield* f();
  }
  [...f()];
}
