// settings: inherited from a class with getters
// ends: REFUSED

class Settings {
  get id() {
    return "hostile";
  }
  get trigger() {
    return "m2m:token_generation";
  }
}
export const workflowSettings = new Settings();

export default async function () {}
