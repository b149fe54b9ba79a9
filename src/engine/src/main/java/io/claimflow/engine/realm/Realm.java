package io.claimflow.engine.realm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import io.claimflow.Warning;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.binding.Binding;
import io.claimflow.binding.HostFunction;
import io.claimflow.binding.HostFunctionException;
import io.claimflow.binding.RunScope;
import io.claimflow.engine.limit.ClockReads;
import io.claimflow.engine.limit.HeapImage;
import io.claimflow.engine.limit.RealmHeap;
import io.claimflow.engine.limit.RejectedPromises;
import io.claimflow.engine.limit.Safepoints;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of JavaScript globals with the kernel in it. It serves one run, or one look at a
 * workflow's settings; once it is hardened, it may serve one run after another. What
 * crosses its border is text.
 */
public final class Realm implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Realm.class);

	private static final Pattern FUNCTION = Pattern.compile("\\(function \\([\\w$]+\\) \\{(?<body>.*)\\}\\)",
			Pattern.DOTALL);

	/** The rejections that are looked at. */
	private static final int REASONS = 1000;

	private final Sandbox sandbox;

	private final Context context;

	private final Value kernel;

	private final Safepoints.OfContext safepoints;

	private final RejectedPromises rejected;

	/** The objects in it, if some of them may stay from run to run. */
	private @Nullable RealmHeap heap;

	private Supplier<RealmHost> host = () -> {
		throw new HostFunctionException("There is no run in this realm");
	};

	private RandomGenerator random = WebFunctions.RANDOM;

	/** Whether anything has been asked of the host. */
	private boolean asked;

	/** A run that calls again and again fills no log. */
	private boolean failed;

	public Realm(Sandbox sandbox) {
		this.sandbox = sandbox;
		this.context = sandbox.newContext();
		this.safepoints = sandbox.safepoints(this.context);
		this.kernel = sandbox.evalKernel(this.context);
		this.rejected = RejectedPromises.of(this.context);
		this.kernel.invokeMember("libraries", (ProxyExecutable) this::library,
				(ProxyExecutable) (arguments) -> web(arguments[0].asString()),
				function((arguments) -> WebFunctions.call(this.random, arguments)));
	}

	private Object library(Value... arguments) {
		this.asked = true;
		String id = arguments[0].asString();
		return (arguments.length == 1) ? this.context.eval(this.sandbox.own(Libraries.module(id)))
				: Libraries.resolve(id, arguments[1].asString());
	}

	private Value web(String part) {
		this.asked = true;
		return this.context.eval(this.sandbox.own(Scripts.web(part)));
	}

	/**
	 * Evaluates the modules of a program, without bindings. What modules may touch while
	 * they are loaded is reachable without effect.
	 */
	public void load(LinkedProgram program) {
		this.kernel.invokeMember("standIn");
		modules(program.sources());
		link();
	}

	/**
	 * Reads the modules of a program, without running anything of them: each is a
	 * function that nobody calls.
	 */
	public void read(LinkedProgram program) {
		program.sources().forEach(this.context::eval);
	}

	/**
	 * Whether the code of a module is one function expression, so that reading it runs
	 * nothing of it. What is a script by itself is nothing but the body of a function
	 * when it is put into one.
	 */
	public boolean isFunction(CompiledModule module) {
		Matcher function = FUNCTION.matcher(module.code());
		if (!function.matches()) {
			return false;
		}
		try {
			this.context.parse(Scripts.source(module.file(), function.group("body"), false));
			return true;
		}
		catch (PolyglotException ex) {
			if (ex.isSyntaxError()) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Lets time stand still, and chance repeat itself, before there is any code to see
	 * it.
	 */
	void fix(Fixed fixed) {
		fixed.time().ifPresent((time) -> this.kernel.invokeMember("standStill", String.valueOf(time.toEpochMilli())));
		fixed.seed().ifPresent((seed) -> {
			RandomGenerator seeded = new SplittableRandom(seed);
			this.random = seeded;
			this.kernel.invokeMember("repeat", function((arguments) -> String.valueOf(seeded.nextDouble())));
		});
	}

	/** Makes a binding reachable. */
	void install(Binding binding, RunScope run) {
		put("install", binding, run);
	}

	/** Makes a binding reachable for the built-in library alone. */
	void lend(Binding binding, RunScope run) {
		put("lend", binding, run);
	}

	private void put(String how, Binding binding, RunScope run) {
		Map<String, HostFunction> functions = binding.functions(run);
		List<Object> names = new ArrayList<>(functions.keySet());
		List<Object> proxies = new ArrayList<>();
		for (HostFunction function : functions.values()) {
			proxies.add(function(function));
		}
		this.kernel.invokeMember(how, binding.name(), binding.global(),
				this.context.eval(this.sandbox.own(Scripts.of(binding))), ProxyArray.fromList(names),
				ProxyArray.fromList(proxies));
	}

	/** No exception of the host becomes an object that a workflow could look into. */
	private @Nullable Object call(HostFunction function, Value[] arguments) {
		this.asked = true;
		try {
			String result = function.call(Arrays.stream(arguments).map(Value::asString).toList());
			return (result != null) ? "=" + result : null;
		}
		catch (HostFunctionException ex) {
			return "!" + ex.getMessage();
		}
		catch (RuntimeException ex) {
			if (!this.failed) {
				this.failed = true;
				logger.error("A binding failed", ex);
			}
			return "!The binding failed; the server's log has the reason";
		}
	}

	/**
	 * Lets the kernel reach the run that the realm serves.
	 * @param host answers with the run, or throws if there is none
	 */
	void serve(Supplier<RealmHost> host) {
		this.host = host;
		this.kernel.invokeMember("serve", function((arguments) -> await(host.get(), arguments)),
				function((arguments) -> timer(host.get(), arguments)),
				function((arguments) -> words(host.get(), arguments)),
				function((arguments) -> host.get().onDemand(Integer.parseInt(arguments.get(0)))),
				function((arguments) -> host.get().claims(arguments.get(0))));
	}

	private ProxyExecutable function(HostFunction function) {
		return (arguments) -> call(function, arguments);
	}

	/**
	 * Takes a call, and perhaps the milliseconds to wait for it at most, or a word to end
	 * it.
	 */
	private static @Nullable String await(RealmHost host, List<String> arguments) {
		String id = arguments.get(0);
		if (arguments.size() == 1) {
			return host.await(id);
		}
		if (arguments.get(1).equals("end")) {
			host.end(id);
			return null;
		}
		Duration time = Duration.ofMillis((long) Double.parseDouble(arguments.get(1)));
		return host.await(id, time).orElse(null);
	}

	/** Takes the milliseconds to wait, or a timer and a word to forget it. */
	private static @Nullable String timer(RealmHost host, List<String> arguments) {
		if (arguments.size() == 1) {
			return host.delay(Long.parseLong(arguments.get(0)));
		}
		host.forget(arguments.get(0));
		return null;
	}

	/**
	 * Takes {@code trace} and a stack, {@code mask} and a text that is going to be
	 * logged, {@code value} and one that is a whole value, or {@code warn} with a kind, a
	 * message and a stack.
	 */
	private static String words(RealmHost host, List<String> arguments) {
		return switch (arguments.get(0)) {
			case "trace" -> host.trace(arguments.get(1));
			case "mask" -> host.mask(arguments.get(1));
			case "value" -> host.maskValue(arguments.get(1));
			default -> {
				host.warn(Warning.Kind.valueOf(arguments.get(1)), arguments.get(2), arguments.get(3));
				yield "";
			}
		};
	}

	/** Hands the run the result of a call, and runs all that goes on from there. */
	public void settle(String id) {
		this.kernel.invokeMember("settle", id, call((arguments) -> this.host.get().await(id), new Value[0]));
	}

	/** Lets a run begin that has asked the host for nothing yet. */
	void begin() {
		this.asked = false;
		this.rejected.clear();
		this.context.resetLimits();
	}

	/**
	 * Whether the run has asked the host for anything: what it came to may follow from
	 * more than its event.
	 */
	public boolean hasAsked() {
		return this.asked;
	}

	/**
	 * Takes the modules of a program in place of those of another, and evaluates none
	 * yet.
	 */
	void modules(List<Source> modules) {
		List<Object> names = new ArrayList<>();
		List<Object> factories = new ArrayList<>();
		for (Source module : modules) {
			names.add(module.getName());
			factories.add(this.context.eval(module));
		}
		this.kernel.invokeMember("modules", ProxyArray.fromList(names), ProxyArray.fromList(factories));
	}

	/**
	 * Evaluates the packages, before anything of the author's.
	 * @return what can make them as they are now, for the next run; or empty, if nobody
	 * knows how, or if they have asked for anything that can be another for that
	 */
	Optional<HeapImage> linkPackages() {
		RealmHeap heap = heap();
		boolean before = this.asked;
		this.asked = false;
		ClockReads clocks = this.sandbox.clockReads();
		long reads = clocks.count();
		boolean alone;
		try {
			this.kernel.invokeMember("linkPackages");
			alone = !this.asked && clocks.count() == reads;
		}
		finally {
			this.asked |= before;
		}
		if (!alone) {
			return Optional.empty();
		}
		this.kernel.invokeMember("handPackages", heap.handOver());
		Optional<HeapImage> image = heap.image();
		if (image.isPresent()) {
			this.kernel.invokeMember("keepPackages");
		}
		return image;
	}

	/** Knows what is frozen, and what belongs to the kernel. */
	private RealmHeap heap() {
		RealmHeap known = this.heap;
		if (known == null) {
			known = RealmHeap.of(this.context);
			this.kernel.invokeMember("handShared", known.handOver(), this.kernel);
			known.share();
			this.heap = known;
		}
		return known;
	}

	/** Evaluates the modules, from the first on. */
	void link() {
		this.kernel.invokeMember("link");
	}

	/**
	 * Freezes all that runs have in common, before there is anything of the author's.
	 * @param kept the modules that are evaluated once, for all runs
	 * @param ahead the parts that are loaded now, so that runs can use them
	 */
	void harden(List<String> kept, Set<String> ahead) {
		this.kernel.invokeMember("harden", this.context.eval(this.sandbox.own(Scripts.HARDEN)),
				ProxyArray.fromList(List.copyOf(kept)), ProxyArray.fromList(List.copyOf(ahead)));
	}

	/**
	 * Forgets a run that has ended.
	 * @return the names of what it has used that another run could notice; if there is
	 * none, nothing of it is left
	 */
	Set<String> reset() {
		this.failed = false;
		this.context.resetLimits();
		String traces = this.kernel.invokeMember("reset").asString();
		return traces.isEmpty() ? Set.of() : Set.of(traces.split(","));
	}

	/** Forgets a call that has ended, and leaves the modules as they are. */
	void again() {
		this.kernel.invokeMember("again");
	}

	/** Describes the settings and the default export, as JSON. */
	public String describe() {
		return this.kernel.invokeMember("describe").asString();
	}

	/**
	 * Calls the workflow's function, and runs all that it leaves to run.
	 * @return how far it has come
	 */
	public RunState run(EventJson event) {
		return new RunState(this.kernel.invokeMember("run", event.arguments()));
	}

	/**
	 * What the workflow has changed, as JSON by binding: an object {@code set} with
	 * claims, and an array {@code gone} with the names of those that it has removed, if
	 * there are any.
	 */
	public String after() {
		return this.kernel.invokeMember("after").asString();
	}

	/**
	 * Why a promise was rejected that nobody has handled, if there is one. The failures
	 * of calls are none of them, and are among the {@link #lost} ones from now on.
	 */
	public Optional<ScriptValue> unhandled() {
		List<Object> reasons = this.rejected.unhandled();
		if (reasons.isEmpty()) {
			return Optional.empty();
		}
		Value first = this.kernel.invokeMember("unhandled", reasons.stream().limit(REASONS).toArray());
		return first.isNull() ? Optional.empty() : Optional.of(new ScriptValue(first.getMember("reason")));
	}

	/** The errors of calls that failed while nobody waited for them. */
	public List<ScriptValue> lost() {
		Value errors = this.kernel.invokeMember("lost");
		return LongStream.range(0, errors.getArraySize())
			.mapToObj(errors::getArrayElement)
			.map(ScriptValue::new)
			.toList();
	}

	/** A value that was thrown, as text. */
	String text(ScriptValue value) {
		return this.kernel.invokeMember("text", value.value()).asString();
	}

	/** What an error that was thrown comes from, as JSON. */
	String causes(ScriptValue error) {
		return this.kernel.invokeMember("causes", error.value()).asString();
	}

	/** Where a thread that runs here can be made to wait. */
	public Safepoints.OfContext safepoints() {
		return this.safepoints;
	}

	/**
	 * Ends what runs here, from any thread. Returns once it has ended.
	 */
	public void cancel() {
		this.context.close(true);
	}

	@Override
	public void close() {
		this.context.close(true);
	}

}
