// The matchers that authors know, in one file for a realm without Node.js.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  addCustomEqualityTesters,
  chai,
  getState,
  iterableEquality,
  setState,
} from "@vitest/expect";
import { diff } from "@vitest/utils/diff";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** An expect of its own, as vitest makes it: chai's, with the matchers of Jest. */
export const createExpect = () => {
  const expect = (value, message) => {
    expect.setState({ assertionCalls: expect.getState().assertionCalls + 1 });
    return chai.expect(value, message);
  };
  Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
  expect.getState = () => getState(expect);
  expect.setState = (state) => setState(state, expect);
  expect.extend = (matchers) => chai.expect.extend(expect, matchers);
  expect.addEqualityTesters = (testers) => addCustomEqualityTesters(testers);
  return expect;
};

export { diff, iterableEquality };
