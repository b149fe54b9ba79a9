package io.claimflow.engine.realm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.claimflow.Failure;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.engine.limit.Safepoints;
import io.claimflow.engine.limit.SourceOrigin;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads what a workflow threw: its message, and its stack in the author's source.
 */
public final class FailureReader {

	/** The length of a message, and of the name of a function. */
	public static final int MESSAGE_LENGTH = 2_000;

	/** Begins the message of a rejection that nobody handles. */
	static final String UNHANDLED = "A promise was rejected, and nobody awaits it or catches its error: ";

	private static final int FRAMES = 20;

	/** The function of the kernel that throws where a claim has no value. */
	private static final String REFUSES_CLAIMS = "throwRefusal";

	/** Frames of packages, which leave room for the author's. */
	private static final int PACKAGE_FRAMES = 10;

	/** The module is no object that the author has written. */
	private static final Pattern OF_OBJECT = Pattern.compile("^(async )?Object\\.");

	/** A line of an error's {@code stack}. */
	private static final Pattern FRAME = Pattern
		.compile("\\s+at (?:(?<function>.+) \\()?(?<file>.+?):(?<line>\\d{1,9}):(?<column>\\d{1,9})\\)?");

	/** One of a built-in function, which has no place. */
	private static final Pattern NATIVE_FRAME = Pattern.compile("\\s+at .+ \\(native\\)");

	/** What is longer is no stack, and stays as it is. */
	private static final int STACK_LENGTH = 100_000;

	/** Lines of source before and after the place. */
	private static final int AROUND = 2;

	private static final int LINE_LENGTH = 200;

	private final Map<String, CompiledModule> modules;

	private final SourceWords sourceWords;

	private final UnaryOperator<String> sourceMask;

	private final UnaryOperator<String> mask;

	/**
	 * Creates a reader.
	 * @param modules the modules by the name that stack frames show
	 * @param advice what to do where a chain of properties of the source, such as
	 * {@code kinde.fetch}, is missing
	 * @param sourceMask masks what nobody may read in lines of the source
	 * @param mask masks what nobody may read, and cuts what is too long
	 */
	public FailureReader(Map<String, CompiledModule> modules, Function<String, Optional<String>> advice,
			UnaryOperator<String> sourceMask, UnaryOperator<String> mask) {
		this.sourceMask = sourceMask;
		this.modules = modules;
		this.sourceWords = new SourceWords(advice);
		this.mask = mask;
	}

	/** The failure that a thrown exception describes. */
	public Failure read(ScriptError error) {
		return read(error.exception(), error.message(), List.of());
	}

	/** The failure that an exception describes, with what it comes from. */
	public Failure read(ScriptError error, Realm realm) {
		return read(error.exception(), realm);
	}

	private Failure read(PolyglotException exception, Realm realm) {
		Map<String, Object> said = said(exception.getGuestObject(), realm);
		String message = String.valueOf(exception.getMessage());
		if (said.get("message") instanceof String own && !message.contains(own)) {
			message += ": " + own;
		}
		return read(exception, message, causes(said));
	}

	private Failure read(PolyglotException exception, String message, List<Failure.Cause> causes) {
		List<Failure.StackFrame> stack = stack(exception);
		Optional<SourceLocation> place = place(stack)
			.or(() -> causes.stream().flatMap((cause) -> place(cause.stack()).stream()).findFirst());
		String translated = this.sourceWords.translate(message,
				stack.stream().findFirst().map((frame) -> source(frame.location())).orElse(""));
		return new Failure(kind(exception), message(translated), place, stack,
				place.map(this::excerpt).orElse(List.of()), causes);
	}

	/**
	 * Whatever the thrown object does when it is looked at, it was thrown; but a limit is
	 * a limit.
	 */
	private static Map<String, Object> said(@Nullable Value thrown, Realm realm) {
		if (thrown == null) {
			return Map.of();
		}
		try {
			return Json.readObject(realm.causes(new ScriptValue(thrown)));
		}
		catch (PolyglotException ex) {
			if (ex.isCancelled() || ex.isResourceExhausted()) {
				throw ex;
			}
			return Map.of();
		}
		catch (JacksonException ex) {
			return Map.of();
		}
	}

	@SuppressWarnings("unchecked")
	private List<Failure.Cause> causes(Map<String, Object> read) {
		List<Failure.Cause> causes = new ArrayList<>();
		for (Map<String, Object> cause : (List<Map<String, Object>>) read.getOrDefault("causes", List.of())) {
			List<Failure.StackFrame> stack = new ArrayList<>();
			StringBuilder message = new StringBuilder();
			for (String line : String.valueOf(cause.get("text")).lines().limit(FRAMES).toList()) {
				Matcher frame = FRAME.matcher(line);
				if (frame.matches()) {
					shown(frame).ifPresent(stack::add);
				}
				else if (stack.isEmpty() && !NATIVE_FRAME.matcher(line).matches()) {
					message.append(message.isEmpty() ? "" : "\n").append(line);
				}
			}
			causes.add(new Failure.Cause(this.mask.apply(String.valueOf(cause.get("relation"))),
					message(message.toString()), stack, causes(cause)));
		}
		return causes;
	}

	private Optional<Failure.StackFrame> located(Matcher frame) {
		CompiledModule module = this.modules.get(frame.group("file"));
		return (module == null) ? Optional.empty()
				: module.locate(Integer.parseInt(frame.group("line")), Integer.parseInt(frame.group("column")))
					.map((location) -> new Failure.StackFrame(name(function(frame.group("function"))), location));
	}

	/** A frame of a stack that shows the author's places already. */
	private Optional<Failure.StackFrame> shown(Matcher frame) {
		SourceLocation location = new SourceLocation(frame.group("file"), Integer.parseInt(frame.group("line")),
				Integer.parseInt(frame.group("column")));
		Failure.StackFrame shown = new Failure.StackFrame(name(function(frame.group("function"))), location);
		return (this.modules.containsKey(location.file()) || isPackage(shown)) ? Optional.of(shown) : Optional.empty();
	}

	/** The source from a place on. */
	private String source(SourceLocation location) {
		CompiledModule module = this.modules.get(location.file());
		return (module == null) ? ""
				: module.source()
					.lines()
					.skip(location.line() - 1L)
					.limit(AROUND + 1L)
					.collect(Collectors.joining("\n"))
					.transform((text) -> text
						.substring(SourceWords.beginning(text, Math.min(location.column() - 1, text.length()))));
	}

	private static @Nullable String function(@Nullable String shown) {
		return (shown != null) ? OF_OBJECT.matcher(shown).replaceFirst("$1") : null;
	}

	/** The place in the author's source that a stack shows, if it shows one. */
	public Optional<SourceLocation> place(String stack) {
		return place(stack.lines()
			.limit(FRAMES)
			.map(FRAME::matcher)
			.filter(Matcher::matches)
			.flatMap((frame) -> shown(frame).stream())
			.toList());
	}

	/**
	 * A stack of the script engine with the places and the words of the author's source,
	 * and without frames of no file.
	 */
	public String trace(String stack) {
		if (stack.length() > STACK_LENGTH) {
			return stack;
		}
		List<String> lines = new ArrayList<>();
		Optional<SourceLocation> first = Optional.empty();
		for (String line : stack.lines().toList()) {
			Matcher frame = FRAME.matcher(line);
			String shown = frame.matches() ? null : line;
			if (shown == null && this.modules.containsKey(frame.group("file"))) {
				Optional<Failure.StackFrame> found = located(frame);
				first = first.or(() -> found.map(Failure.StackFrame::location));
				shown = found.map((place) -> "    at " + place).orElse(null);
			}
			else if (shown == null && !SourceOrigin.isOwn(frame.group("file"))) {
				shown = line;
			}
			if (shown != null && (lines.isEmpty() || !shown.equals(lines.get(lines.size() - 1)))) {
				lines.add(shown);
			}
		}
		if (!lines.isEmpty()) {
			lines.set(0, this.sourceWords.translate(lines.get(0), first.map(this::source).orElse("")));
		}
		return String.join("\n", lines);
	}

	/** The lines around a place. */
	private List<String> excerpt(SourceLocation place) {
		CompiledModule module = this.modules.get(place.file());
		List<String> source = (module != null) ? module.source().lines().limit(place.line() + (long) AROUND).toList()
				: List.of();
		List<String> excerpt = new ArrayList<>();
		if (source.size() < place.line() || source.get(place.line() - 1).length() > LINE_LENGTH) {
			return excerpt;
		}
		for (int line = Math.max(1, place.line() - AROUND); line <= source.size(); line++) {
			String text = source.get(line - 1);
			String shown = this.sourceMask.apply((text.length() > LINE_LENGTH) ? "…" : text);
			excerpt.add("%s%5d | %s".formatted((line == place.line()) ? ">" : " ", line, shown));
			if (line == place.line()) {
				String before = text.substring(0, Math.min(place.column() - 1, text.length()));
				excerpt.add("       | " + before.replaceAll("[^\t]", " ") + "^");
			}
		}
		return excerpt;
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
	public Failure read(ScriptValue reason, Realm realm) {
		if (reason.value().isException()) {
			try {
				throw reason.value().throwException();
			}
			catch (PolyglotException ex) {
				return read(ex, realm);
			}
		}
		return new Failure(Failure.Kind.EXCEPTION, message(realm.text(reason)));
	}

	/** The failure that a rejection describes which nobody handles. */
	public Failure unhandled(ScriptValue reason, Realm realm) {
		Failure read = read(reason, realm);
		return new Failure(read.kind(), message(UNHANDLED + read.message()), read.location(), read.stack(),
				read.excerpt(), read.causes());
	}

	/** A failure that has no place in the source. */
	public Failure of(Failure.Kind kind, String message) {
		return new Failure(kind, message(message));
	}

	/** A failure whose place is where the code was when it was ended. */
	public Failure of(Failure.Kind kind, String message, ScriptError ended) {
		List<Failure.StackFrame> stack = stack(ended.exception());
		return of(kind, message,
				Optional.ofNullable(ended.exception().getSourceLocation()).flatMap(this::locate).or(() -> place(stack)),
				stack);
	}

	/** A failure whose place is where the code was before it was ended. */
	public Failure of(Failure.Kind kind, String message, List<Safepoints.Place> places) {
		List<Failure.StackFrame> stack = new ArrayList<>();
		for (Safepoints.Place place : places) {
			locate(place).ifPresent((location) -> stack.add(new Failure.StackFrame(name(place.function()), location)));
		}
		return of(kind, message, place(stack), stack);
	}

	/** Where the code was, innermost first, as far as it is the author's. */
	public Optional<SourceLocation> location(List<Safepoints.Place> places) {
		return places.stream().flatMap((place) -> locate(place).stream()).findFirst();
	}

	/** Where the script is that has called the current thread, if it is the author's. */
	public Optional<SourceLocation> here() {
		return Safepoints.find(this::locate);
	}

	private Optional<SourceLocation> locate(Safepoints.Place place) {
		return Optional.ofNullable(this.modules.get(place.source()))
			.flatMap((module) -> module.locate(place.line(), place.column()));
	}

	private Failure of(Failure.Kind kind, String message, Optional<SourceLocation> place,
			List<Failure.StackFrame> stack) {
		return new Failure(kind, message(message), place, stack, place.map(this::excerpt).orElse(List.of()), List.of());
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
	public Optional<SourceLocation> location(ScriptError error) {
		return Optional.ofNullable(error.exception().getSourceLocation())
			.flatMap(this::locate)
			.or(() -> stack(error.exception()).stream().findFirst().map(Failure.StackFrame::location));
	}

	private Optional<SourceLocation> locate(SourceSection section) {
		CompiledModule module = this.modules.get(section.getSource().getName());
		return (module != null) ? module.locate(section.getStartLine(), section.getStartColumn()) : Optional.empty();
	}

	private String name(@Nullable String root) {
		return (root == null || root.isEmpty() || root.startsWith(":")) ? "<anonymous>" : this.mask.apply(root);
	}

}
