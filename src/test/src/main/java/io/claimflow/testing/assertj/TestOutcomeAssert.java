package io.claimflow.testing.assertj;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.MfaPolicy;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Verdict;
import io.claimflow.Warning;
import io.claimflow.testing.TestCall;
import io.claimflow.testing.TestOutcome;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what a run of a workflow ended with. A run with a call that no stub
 * answered fails each of them. What they say has the claims, the log and the failure of
 * the run.
 */
public final class TestOutcomeAssert extends AbstractAssert<TestOutcomeAssert, TestOutcome> {

	TestOutcomeAssert(TestOutcome actual) {
		super(actual, TestOutcomeAssert.class);
	}

	/** The run returned, and asked for no denial. */
	public TestOutcomeAssert completes() {
		return check(outcome().outcome().status() == Outcome.Status.COMPLETED, "to complete");
	}

	/** The run sets a claim, whatever its value. */
	public TestOutcomeAssert setsClaim(String name) {
		return check(set().stream().anyMatch((set) -> set.name().equals(name)), "to set the claim \"" + name + "\"");
	}

	/**
	 * The run sets a claim of any token.
	 * @param value its value as JSON types
	 */
	public TestOutcomeAssert setsClaim(String name, @Nullable Object value) {
		return check(set().stream().anyMatch((set) -> set.name().equals(name) && Objects.equals(set.value(), value)),
				"to set the claim \"" + name + "\" to " + value);
	}

	/**
	 * The run sets a claim of a token.
	 * @param value its value as JSON types
	 */
	public TestOutcomeAssert setsClaim(TokenType token, String name, @Nullable Object value) {
		return check(
				set().stream()
					.anyMatch((set) -> set.token() == token && set.name().equals(name)
							&& Objects.equals(set.value(), value)),
				"to set the claim \"" + name + "\" of " + token.binding() + " to " + value);
	}

	/** The run sets no claim of that name. */
	public TestOutcomeAssert doesNotSetClaim(String name) {
		return check(set().stream().noneMatch((set) -> set.name().equals(name)),
				"not to set the claim \"" + name + "\"");
	}

	/** The run removes a claim of any token. */
	public TestOutcomeAssert removesClaim(String name) {
		return check(outcome().outcome()
			.effects(Effect.RemoveClaim.class)
			.stream()
			.anyMatch((gone) -> gone.name().equals(name)), "to remove the claim \"" + name + "\"");
	}

	/** The run changes no claim. */
	public TestOutcomeAssert changesNoClaim() {
		return check(outcome().changes().isEmpty(), "to change no claim");
	}

	/**
	 * The flow may go on, by what the run came to and by the workflow's failure policy.
	 */
	public TestOutcomeAssert allows() {
		return check(outcome().verdict().isAllowed(), "to allow the flow");
	}

	/** The run denies what its trigger is about. */
	public TestOutcomeAssert denies() {
		return check(denial().isPresent(), "to deny");
	}

	/** The run denies what its trigger is about, with these words. */
	public TestOutcomeAssert denies(String reason) {
		return check(denial().map(Effect.Denial::reason).filter(reason::equals).isPresent(),
				"to deny with \"" + reason + "\"");
	}

	/** The run finds fault with a field of the form. */
	public TestOutcomeAssert invalidatesField(String field) {
		return check(invalid().stream().anyMatch((invalid) -> invalid.field().equals(field)),
				"to invalidate the field \"" + field + "\"");
	}

	/** The run finds fault with a field of the form, with these words. */
	public TestOutcomeAssert invalidatesField(String field, String message) {
		return check(invalid().contains(new Effect.InvalidateFormField(field, message)),
				"to invalidate the field \"" + field + "\" with \"" + message + "\"");
	}

	/** The run asks for a second factor. */
	public TestOutcomeAssert requiresMfa() {
		return setsMfaPolicy(MfaPolicy.REQUIRED);
	}

	/** The run says whether a second factor is needed. */
	public TestOutcomeAssert setsMfaPolicy(MfaPolicy policy) {
		return check(outcome().outcome().effects(Effect.SetMfaPolicy.class).contains(new Effect.SetMfaPolicy(policy)),
				"to set the MFA policy " + policy);
	}

	/** The run fails. */
	public TestOutcomeAssert failsWith(Failure.Kind kind) {
		return check(outcome().outcome().failure().filter((failure) -> failure.kind() == kind).isPresent(),
				"to fail with " + kind);
	}

	/** The run fails with a message that has a text in it. */
	public TestOutcomeAssert failsWith(Failure.Kind kind, String text) {
		return check(outcome().outcome()
			.failure()
			.filter((failure) -> failure.kind() == kind && failure.message().contains(text))
			.isPresent(), "to fail with " + kind + " and \"" + text + "\"");
	}

	/** The run warns of something. */
	public TestOutcomeAssert warnsOf(Warning.Kind kind) {
		return check(outcome().outcome().warnings().stream().anyMatch((warning) -> warning.kind() == kind),
				"to warn of " + kind);
	}

	/** The run warns of nothing. */
	public TestOutcomeAssert hasNoWarnings() {
		return check(outcome().outcome().warnings().isEmpty(), "to warn of nothing");
	}

	/**
	 * The run makes a call.
	 * @param request a method and a URL, in which {@code *} stands for any characters
	 */
	public TestOutcomeAssert calls(String request) {
		return check(outcome().calls().stream().anyMatch((call) -> call.matches(request)), "to call " + request);
	}

	/** The run makes no call. */
	public TestOutcomeAssert callsNobody() {
		return check(outcome().calls().isEmpty(), "to call nobody");
	}

	/** The run logs a line with a text in it. */
	public TestOutcomeAssert logs(String text) {
		return check(outcome().outcome().log().stream().anyMatch((line) -> line.message().contains(text)),
				"to log \"" + text + "\"");
	}

	/** The run logs no line with a text in it, such as a secret. */
	public TestOutcomeAssert doesNotLog(String text) {
		return check(outcome().outcome().log().stream().noneMatch((line) -> line.message().contains(text)),
				"not to log \"" + text + "\"");
	}

	private TestOutcome outcome() {
		isNotNull();
		return this.actual;
	}

	private List<Effect.SetClaim> set() {
		return outcome().outcome().effects(Effect.SetClaim.class);
	}

	private List<Effect.InvalidateFormField> invalid() {
		return outcome().outcome().effects(Effect.InvalidateFormField.class);
	}

	private Optional<Effect.Denial> denial() {
		return (outcome().verdict() instanceof Verdict.Denied denied) ? Optional.of(denied.denial()) : Optional.empty();
	}

	private TestOutcomeAssert check(boolean holds, String expected) {
		List<TestCall> unanswered = outcome().unanswered();
		if (!unanswered.isEmpty()) {
			failWithMessage("Expected each call to be answered; add .stub(\"%s\", Stub.json(…))%n%n%s",
					unanswered.get(0).request(), outcome().text());
		}
		if (!holds) {
			failWithMessage("Expected the run %s, but:%n%n%s", expected, outcome().text());
		}
		return this;
	}

}
