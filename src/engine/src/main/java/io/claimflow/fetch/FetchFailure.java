package io.claimflow.fetch;

/**
 * Why a call has no answer that a workflow can use.
 */
public enum FetchFailure {

	/** The call cannot be made: its method, URL or a header is not valid. */
	REQUEST,
	/** It leads to an address that is not public and that no operator has named. */
	REFUSED,
	/** The name of the host is not known. */
	UNKNOWN_HOST,
	/** There was no connection, or it ended before the answer did. */
	CONNECTION,
	/** The connection could not be made secure. */
	TLS,
	/** The time was over. */
	TIMEOUT,
	/** The answer is too long, is not valid, or redirects too often or to nowhere. */
	ANSWER,
	/** As many calls as there can be were in flight. */
	OVERLOAD,
	/** The run, or the application, ended before the call did. */
	CANCELLED,
	/** The HTTP client itself failed. */
	INTERNAL

}
