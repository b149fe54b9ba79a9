package io.claimflow.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed. Each observation is a timer and, where there is a tracer, a span. The
 * values of low cardinality are bounded; those of high cardinality are in spans alone. A
 * value that is not there is {@code none}.
 */
public enum WorkflowObservation implements ObservationDocumentation {

	/**
	 * A run of a workflow, as long as the request waits for it.
	 */
	RUN("claimflow.run", DefaultRunObservationConvention.class, RunKeys.values(), RunSpanKeys.values()),

	/**
	 * A project is read, compiled and deployed.
	 */
	DEPLOY("claimflow.deploy", DefaultDeployObservationConvention.class, DeployKeys.values(), DeploySpanKeys.values()),

	/**
	 * A call of a workflow to another system, with its redirects. It is a child of its
	 * run.
	 */
	FETCH("claimflow.fetch", DefaultFetchObservationConvention.class, FetchKeys.values(), FetchSpanKeys.values());

	private final String name;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	private final KeyName[] keys;

	private final KeyName[] spanKeys;

	WorkflowObservation(String name, Class<? extends ObservationConvention<? extends Observation.Context>> convention,
			KeyName[] keys, KeyName[] spanKeys) {
		this.name = name;
		this.convention = convention;
		this.keys = keys;
		this.spanKeys = spanKeys;
	}

	/** The name of the timer. */
	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return this.keys.clone();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return this.spanKeys.clone();
	}

	/** What a run is counted by. */
	public enum RunKeys implements KeyName {

		/** The identifier in the workflow's settings. */
		WORKFLOW("workflow"),

		/** The trigger, such as {@code m2m:token_generation}. */
		TRIGGER("trigger"),

		/** {@code COMPLETED}, {@code DENIED} or {@code FAILED}. */
		STATUS("status"),

		/**
		 * The {@link io.claimflow.Failure.Kind}, which is also the limit that ended the
		 * run. A denied run can have failed afterwards.
		 */
		FAILURE("failure"),

		/**
		 * {@code true} if the outcome is what an earlier run for the same event came to,
		 * else {@code false}.
		 */
		CACHED("cached"),

		/** The number of the deployment that the workflow is of. */
		DEPLOYMENT("deployment"),

		/** {@code true} if it ran as a preview of that deployment, else {@code false}. */
		PREVIEW("preview");

		private final String key;

		RunKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/** What a run's span has beside. */
	public enum RunSpanKeys implements KeyName {

		/** The identifier that the client and the log have. */
		RUN_ID("run.id");

		private final String key;

		RunSpanKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/** What a deployment is counted by. */
	public enum DeployKeys implements KeyName {

		/**
		 * {@code LIVE}, {@code REJECTED}, {@code UNCHANGED} if the files are those that
		 * are live, or {@code ERROR} if the compiler itself failed.
		 */
		STATUS("status");

		private final String key;

		DeployKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/** What a deployment's span has beside. */
	public enum DeploySpanKeys implements KeyName {

		/** The number of the deployment that came to life. */
		DEPLOYMENT("deployment"),

		/** The number of problems of a project that was rejected. */
		PROBLEMS("problems");

		private final String key;

		DeploySpanKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/** What a call is counted by. */
	public enum FetchKeys implements KeyName {

		/** The method, or {@code OTHER} if it is not one that can be sent. */
		METHOD("method"),

		/** The class of the answer's status code, such as {@code 2xx}. */
		STATUS("status"),

		/** The {@link io.claimflow.fetch.FetchFailure}. */
		FAILURE("failure");

		private final String key;

		FetchKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/** What a call's span has beside. */
	public enum FetchSpanKeys implements KeyName {

		/** Scheme, host and port of the URL, if the host was reached. */
		ORIGIN("origin");

		private final String key;

		FetchSpanKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
