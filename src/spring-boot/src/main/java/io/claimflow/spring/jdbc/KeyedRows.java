package io.claimflow.spring.jdbc;

/**
 * Rows of a database that rest on the keys of {@code claimflow.encryption}.
 */
public interface KeyedRows {

	/**
	 * Lets them rest on the active key.
	 * @return the number of rows that rested on another one
	 */
	int renew();

}
