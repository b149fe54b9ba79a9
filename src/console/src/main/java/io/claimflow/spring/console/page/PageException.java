package io.claimflow.spring.console.page;

/**
 * Thrown if a page cannot be shown, or a change is not made. A page says so.
 */
public final class PageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String name;

	private final transient Object[] arguments;

	/**
	 * Creates an exception.
	 * @param status the HTTP status
	 * @param name what it is: {@code error.<name>.title} and {@code error.<name>.text}
	 * say it, and what to do
	 * @param arguments what the text has in its placeholders
	 */
	public PageException(int status, String name, Object... arguments) {
		super(name);
		this.status = status;
		this.name = name;
		this.arguments = arguments.clone();
	}

	/** The HTTP status. */
	public int status() {
		return this.status;
	}

	/** What the names of its texts have after {@code error.}. */
	public String name() {
		return this.name;
	}

	/** What the text has in its placeholders. */
	public Object[] arguments() {
		return this.arguments.clone();
	}

}
