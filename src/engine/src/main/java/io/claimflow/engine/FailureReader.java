package io.claimflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.claimflow.Failure;
import io.claimflow.SourceLocation;
import io.claimflow.compile.CompiledModule;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a workflow threw: its message, and its stack in the author's source.
 */
final class FailureReader {

	/** The length of a message, and of the name of a function. */
	static final int MESSAGE_LENGTH = 2_000;

	private static final int FRAMES = 20;

	/** The function of the kernel that throws where a claim has no value. */
	private static final String REFUSES_CLAIMS = "throwRefusal";

	/** Frames of packages, which leave room for the author's. */
	private static final int PACKAGE_FRAMES = 10;

	private final Map<String, CompiledModule> modules;

	private final UnaryOperator<String> mask;

	/**
	 * Creates a reader.
	 * @param modules the modules by the name that stack frames show
	 * @param mask masks what nobody may read, and cuts what is too long
	 */
	FailureReader(Map<String, CompiledModule> modules, UnaryOperator<String> mask) {
		this.modules = modules;
		this.mask = mask;
	}

	/** The failure that a thrown exception describes. */
	Failure read(PolyglotException exception) {
		List<Failure.StackFrame> stack = stack(exception);
		return new Failure(kind(exception), message(exception.getMessage()), place(stack), stack);
	}

	/** The innermost place in the author's own code, if there is any. */
	private static Optional<SourceLocation> place(List<Failure.StackFrame> stack) {
		return stack.stream()
			.filter((frame) -> !isPackage(frame))
			.findFirst()
			.or(() -> stack.stream().findFirst())
			.map(Failure.StackFrame::location);
	}

	private static boolean isPackage(Failure.StackFrame frame) {
		return frame.location().file().contains("node_modules/");
	}

	/** The failure that the reason of a rejected promise describes. */
	Failure read(Value reason, Realm realm) {
		if (reason.isException()) {
			try {
				throw reason.throwException();
			}
			catch (PolyglotException ex) {
				return read(ex);
			}
		}
		return new Failure(Failure.Kind.EXCEPTION, message(realm.text(reason)), Optional.empty(), List.of());
	}

	/** A failure that has no place in the source. */
	Failure of(Failure.Kind kind, String message) {
		return new Failure(kind, message(message), Optional.empty(), List.of());
	}

	/**
	 * The kernel alone refuses claims. To ask the thrown object would run code of the
	 * workflow's.
	 */
	private static Failure.Kind kind(PolyglotException exception) {
		for (PolyglotException.StackFrame frame : exception.getPolyglotStackTrace()) {
			SourceSection section = frame.isGuestFrame() ? frame.getSourceLocation() : null;
			if (section != null) {
				return (section.getSource().equals(Scripts.KERNEL) && REFUSES_CLAIMS.equals(frame.getRootName()))
						? Failure.Kind.CLAIM_VALUE : Failure.Kind.EXCEPTION;
			}
		}
		return Failure.Kind.EXCEPTION;
	}

	private String message(@Nullable String message) {
		return this.mask.apply((message != null) ? message : "");
	}

	private List<Failure.StackFrame> stack(PolyglotException exception) {
		List<Failure.StackFrame> stack = new ArrayList<>();
		SourceSection inner = null;
		for (PolyglotException.StackFrame frame : exception.getPolyglotStackTrace()) {
			SourceSection section = frame.isGuestFrame() ? frame.getSourceLocation() : null;
			if (section != null && stack.size() < FRAMES && !isBodyOf(inner, section)) {
				locate(section).map((location) -> new Failure.StackFrame(name(frame.getRootName()), location))
					.filter((found) -> !isPackage(found)
							|| stack.stream().filter(FailureReader::isPackage).count() < PACKAGE_FRAMES)
					.ifPresent(stack::add);
			}
			inner = (section != null) ? section : inner;
		}
		return stack;
	}

	/** An async function has a frame of its own around the frame of its body. */
	private static boolean isBodyOf(@Nullable SourceSection inner, SourceSection outer) {
		return inner != null && inner.getSource().equals(outer.getSource())
				&& outer.getCharIndex() <= inner.getCharIndex() && inner.getCharEndIndex() < outer.getCharEndIndex();
	}

	/**
	 * Where it happened: an error in the syntax, or what ran when the realm was closed.
	 */
	Optional<SourceLocation> location(PolyglotException exception) {
		return Optional.ofNullable(exception.getSourceLocation())
			.flatMap(this::locate)
			.or(() -> stack(exception).stream().findFirst().map(Failure.StackFrame::location));
	}

	private Optional<SourceLocation> locate(SourceSection section) {
		CompiledModule module = this.modules.get(section.getSource().getName());
		return (module != null) ? module.locate(section.getStartLine(), section.getStartColumn()) : Optional.empty();
	}

	private String name(@Nullable String root) {
		return (root == null || root.isEmpty() || root.startsWith(":")) ? "<anonymous>" : this.mask.apply(root);
	}

}
