// settings: a proxy whose keys never come
// ends: REFUSED

const trap = () => {
  for (;;);
};
export const workflowSettings = new Proxy({}, { ownKeys: trap, get: trap, getOwnPropertyDescriptor: trap } as any);

export default async function () {}
