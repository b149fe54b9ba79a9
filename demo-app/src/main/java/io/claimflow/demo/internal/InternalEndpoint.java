package io.claimflow.demo.internal;

import java.util.Map;

/**
 * What workflows can ask for at one path of the internal service. Questions and answers
 * are JSON objects.
 */
interface InternalEndpoint {

	/** The path, which starts with a slash. */
	String path();

	/**
	 * Answers.
	 * @param question what a workflow sent
	 * @throws IllegalArgumentException if something is missing there
	 */
	Map<String, ?> answer(Map<String, Object> question);

	/** A text that a question must have. */
	static String text(Map<String, Object> question, String name) {
		if (question.get(name) instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException("The question lacks the text \"" + name + "\"");
	}

}
