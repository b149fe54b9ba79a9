// the host: variables of its process
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  for (const name of ["PATH", "HOME", "USER", "JAVA_HOME", "java.version", "user.home", "..", "", "*", "__proto__", "constructor"]) {
    const { value, isSecret } = kinde.env.get(name);
    if (value !== undefined || isSecret) throw new Error(`breach: ${name}`);
  }
}
