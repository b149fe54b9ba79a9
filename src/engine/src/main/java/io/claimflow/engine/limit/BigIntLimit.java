package io.claimflow.engine.limit;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.BigInt;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the size of a {@code BigInt}. One operation can make one that is larger than the
 * heap, or compute for minutes, and nothing can end it before. So it throws a
 * {@code RangeError} before it begins. GraalJS has no option for that; this is an
 * instrument of the script engine, which looks at the operands.
 * <p>
 * No other operation makes a number that is longer than its operands together. Where the
 * operands could still become any number, since they are objects, it is an error too.
 */
final class BigIntLimit {

	/** Those whose result can be larger than both operands together. */
	private static final Set<String> GROWING = Set.of("<<", ">>", "**");

	/** What there is in code that uses one of them. */
	private static final Pattern GROWTH = Pattern.compile("<<|>>|\\*\\*");

	/** Those that make a number of a text, to compare it with one. */
	private static final Set<String> COMPARING = Set.of("<", "<=", ">", ">=", "==", "!=");

	/** What there is in code where a number comes from. */
	private static final Pattern ORIGIN = Pattern.compile("BigInt|[0-9a-fA-F]n\\b");

	private static final String PRODUCT = "*";

	private static final String CONVERSION = "BigInt";

	private static final Set<String> CUTS = Set.of("BigInt.asIntN", "BigInt.asUintN");

	/** A decimal digit is a little more than three bits. */
	private static final int BITS_OF_DIGIT = 3;

	private final Instrumenter instrumenter;

	BigIntLimit(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/** Whether code has an operator that lets a number grow without bounds. */
	static boolean concerns(String code) {
		return GROWTH.matcher(code).find();
	}

	/** Whether code has one, or makes one. */
	static boolean hasOrigin(String code) {
		return ORIGIN.matcher(code).find();
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param bits the size of the largest number
	 */
	void set(int bits) {
		SourceSectionFilter growing = operations().sourceIs((source) -> SourceOrigin.isGrowing(source.getURI()))
			.build();
		SourceSectionFilter operands = SourceSectionFilter.newBuilder()
			.tagIs(StandardTags.ExpressionTag.class, JSTags.InputNodeTag.class)
			.build();
		this.instrumenter.attachExecutionEventFactory(growing, operands,
				(operation) -> GROWING.contains(operator(operation)) ? new Growth(operation, bits) : new Other());
		SourceSectionFilter comparing = operations().sourceIs((source) -> SourceOrigin.isComparing(source.getURI()))
			.build();
		this.instrumenter.attachExecutionEventFactory(comparing, operands,
				(operation) -> COMPARING.contains(OperationGuard.member(operation, "operator"))
						? new Comparison(operation, bits) : new Other());
		SourceSectionFilter products = operations().sourceIs((source) -> !SourceOrigin.isOwn(source.getURI())).build();
		this.instrumenter.attachExecutionEventFactory(products,
				(operation) -> PRODUCT.equals(operator(operation)) ? new Result(operation, bits) : null);
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions, (function) -> {
			String name = OperationGuard.member(function, "name");
			if (CUTS.contains(name)) {
				return new Cut(function, bits);
			}
			return CONVERSION.equals(name) ? new Conversion(function, bits) : null;
		});
	}

	private static SourceSectionFilter.Builder operations() {
		return SourceSectionFilter.newBuilder().tagIs(JSTags.BinaryOperationTag.class);
	}

	/** The operator, also of an assignment such as {@code <<=}. */
	private static String operator(EventContext operation) {
		String operator = OperationGuard.member(operation, "operator");
		return operator.endsWith("=") ? operator.substring(0, operator.length() - 1) : operator;
	}

	/** An operation whose result is looked at. */
	private static class Result extends OperationGuard {

		private final int bits;

		Result(EventContext operation, int bits) {
			super(operation);
			this.bits = bits;
		}

		@Override
		protected void onReturnValue(VirtualFrame frame, @Nullable Object value) {
			if (value instanceof BigInt number && number.bigIntegerValue().bitLength() > this.bits) {
				throw tooLarge();
			}
		}

		/** Parsing very many digits takes very long. */
		final void checkConversion(@Nullable Object value) {
			if (value instanceof TruffleString text && Strings.length(text) > this.bits / BITS_OF_DIGIT) {
				throw tooLarge();
			}
			if (JSRuntime.isObject(value)) {
				throw typeError(
						"A BigInt is neither made of an object nor compared with one; convert it to a string or a number first");
			}
		}

		final int bits() {
			return this.bits;
		}

		final RuntimeException tooLarge() {
			return rangeError("Maximum BigInt size exceeded: %d bits (claimflow.limits.bigint-bits)", this.bits);
		}

	}

	/**
	 * An operation of another kind. Without a node for it, an operation that is one of
	 * its operands would get none.
	 */
	private static final class Other extends ExecutionEventNode {

	}

	/** A shift or a power. */
	private static final class Growth extends Result {

		private final String operator;

		private final String objects;

		Growth(EventContext operation, int bits) {
			super(operation, bits);
			this.operator = operator(operation);
			this.objects = "An operand of %s is an object; convert it to a BigInt or a number first"
				.formatted(this.operator);
		}

		@Override
		protected void onInputValue(VirtualFrame frame, EventContext input, int index, Object value) {
			saveInputValue(frame, index, value);
			if (index != 1) {
				return;
			}
			Object left = getSavedInputValues(frame)[0];
			if (left instanceof BigInt number && value instanceof BigInt operand) {
				if (size(number.bigIntegerValue(), operand) > bits()) {
					throw tooLarge();
				}
			}
			else if (mayBecomeBigInt(left) && mayBecomeBigInt(value)) {
				throw typeError(this.objects);
			}
		}

		/** At least half of the bits that the result has. */
		private double size(BigInteger number, BigInt operand) {
			double size = number.abs().bitLength();
			if (size == 0) {
				return 0;
			}
			return switch (this.operator) {
				case "<<" -> size + operand.doubleValue();
				case ">>" -> size - operand.doubleValue();
				default -> (size - 1) * operand.doubleValue();
			};
		}

		/** An object's {@code valueOf} is asked only by the operation. */
		private static boolean mayBecomeBigInt(Object value) {
			return value instanceof BigInt || JSRuntime.isObject(value);
		}

	}

	/** A comparison, of which one operand may be a text. */
	private static final class Comparison extends Result {

		Comparison(EventContext operation, int bits) {
			super(operation, bits);
		}

		@Override
		protected void onInputValue(VirtualFrame frame, EventContext input, int index, Object value) {
			saveInputValue(frame, index, value);
			if (index == 1) {
				Object left = getSavedInputValues(frame)[0];
				if (left instanceof BigInt) {
					checkConversion(value);
				}
				else if (value instanceof BigInt) {
					checkConversion(left);
				}
			}
		}

	}

	/** {@code BigInt.asIntN(bits, number)} or {@code BigInt.asUintN(bits, number)}. */
	private static final class Cut extends Result {

		Cut(EventContext operation, int bits) {
			super(operation, bits);
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			if (!(argument(frame.getArguments(), 0) instanceof Number size)) {
				throw typeError("The bits that BigInt.asIntN and BigInt.asUintN keep must be a number");
			}
			if (size.doubleValue() > bits()) {
				throw tooLarge();
			}
			checkConversion(argument(frame.getArguments(), 1));
		}

	}

	/** {@code BigInt(value)}. */
	private static final class Conversion extends Result {

		Conversion(EventContext operation, int bits) {
			super(operation, bits);
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			checkConversion(argument(frame.getArguments(), 0));
		}

	}

}
