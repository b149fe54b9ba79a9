// the end: a rejected promise that says it is another kind of promise
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const promise: any = Promise.reject(new Error("the end"));
  promise.constructor = class extends Promise<unknown> {
    then(fulfilled: any): any {
      fulfilled(1);
    }
  };
  return await promise;
}
