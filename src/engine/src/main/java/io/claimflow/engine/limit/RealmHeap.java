package io.claimflow.engine.limit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSSetObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import com.oracle.truffle.js.runtime.util.JSHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one realm: those that are frozen for all runs, and images of others.
 * Only the thread of the run touches it.
 */
public final class RealmHeap {

	private static final Logger logger = LoggerFactory.getLogger(RealmHeap.class);

	private static final String ANEW = "Packages are evaluated anew in each run";

	private final JSRealm realm;

	private final Value handOver;

	private List<Object> handed = List.of();

	/** Whether what is frozen could be found. */
	private boolean known;

	private Set<Object> outside = Set.of();

	private final Set<Object> symbols = new HashSet<>();

	private DynamicObject[] shared = {};

	private Shape[] shapes = {};

	private RealmHeap(JSRealm realm, Context context) {
		this.realm = realm;
		this.handOver = context
			.asValue(JSFunction.create(realm, JSFunctionData.createCallOnly(realm.getContext(), new RootNode(null) {

				@Override
				public Object execute(VirtualFrame frame) {
					take(frame.getArguments());
					return Undefined.instance;
				}

			}.getCallTarget(), 0, Strings.EMPTY_STRING)));
	}

	/** The objects of a context, of which none is known yet. */
	public static RealmHeap of(Context context) {
		context.enter();
		try {
			return new RealmHeap(JSRealm.get(null), context);
		}
		finally {
			context.leave();
		}
	}

	/** A function for scripts of the engine's own, which hand over objects with it. */
	public Value handOver() {
		return this.handOver;
	}

	@TruffleBoundary
	private void take(Object[] arguments) {
		this.handed = List.of(JSArguments.extractUserArguments(arguments));
	}

	/**
	 * Takes note of what was handed over, a set of all that is frozen at first, and of
	 * all that can be reached from there, also by the engine's own scripts: no image has
	 * anything of it.
	 */
	public void share() {
		try {
			findShared();
			this.known = true;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug(ANEW, ex);
		}
		this.handed = List.of();
	}

	private void findShared() {
		List<DynamicObject> frozen = new ArrayList<>();
		if (this.handed.get(0) instanceof JSSetObject set) {
			JSHashMap.Cursor entries = set.getMap().getEntries();
			while (entries.advance()) {
				if (entries.getKey() instanceof DynamicObject object) {
					frozen.add(object);
				}
			}
		}
		if (frozen.isEmpty()) {
			throw new IllegalStateException("Nothing is known to be frozen");
		}
		HeapWalk walk = new HeapWalk(Set.of(), true);
		walk.from(this.handed);
		Set<Object> outside = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Object reached : walk.reached()) {
			// A symbol can be the key of a WeakMap.
			((reached instanceof Symbol) ? this.symbols : outside).add(reached);
		}
		this.outside = outside;
		this.shared = frozen.toArray(DynamicObject[]::new);
		this.shapes = frozen.stream().map(DynamicObject::getShape).toArray(Shape[]::new);
	}

	/**
	 * An image of what can be reached from what was handed over.
	 * @return the image, or empty if there is anything that nobody knows how to restore
	 */
	public Optional<HeapImage> image() {
		List<Object> roots = new ArrayList<>(this.handed);
		roots.addAll(this.symbols);
		this.handed = List.of();
		// Where there is one realm only, the script engine takes values for constants.
		if (!this.known || this.realm.getContext().isSingleRealm()) {
			return Optional.empty();
		}
		try {
			HeapWalk walk = new HeapWalk(this.outside, false);
			if (walk.from(roots)) {
				return Optional.of(new HeapImage(this.realm, this.shared, this.shapes, walk.reached()));
			}
			logger.debug("{}, for the sake of {}", ANEW, name(walk.unknown()));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug(ANEW, ex);
		}
		return Optional.empty();
	}

	private static String name(@Nullable Object object) {
		return (object == null) ? "nothing" : object.getClass().getName();
	}

}
