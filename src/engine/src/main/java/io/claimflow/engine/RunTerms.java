package io.claimflow.engine;

import io.claimflow.Limits;
import io.claimflow.engine.realm.Fixed;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.watch.Watchdog;

/**
 * The terms on which workflows run.
 *
 * @param realms where they run
 * @param watchdog keeps the limits of time and memory
 * @param limits the limits of each run
 * @param services what bindings take from the host
 * @param yields whether runs are paused while others compute
 * @param fixed what is the same in each run
 */
record RunTerms(RealmPool realms, Watchdog watchdog, Limits limits, HostServices services, boolean yields,
		Fixed fixed) {

	RunTerms(RealmPool realms, Watchdog watchdog, Limits limits, HostServices services) {
		this(realms, watchdog, limits, services, false, Fixed.NOTHING);
	}

}
