package io.claimflow.spring.console.page;

import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A bean of this type is a part of the console: an entry of its navigation, and the pages
 * behind that. Entries are in the order of the beans.
 *
 * @param name its name: {@code nav.<name>} is the text of the entry
 * @param path the path of its first page, below the context path
 * @param routes its pages. Those that are asked for with another method than GET are for
 * viewers only who may change something
 */
public record ConsoleSection(String name, String path, RouterFunction<ServerResponse> routes) {

	/** The path below which all pages are, and the path of the first one. */
	public static final String ROOT = "/claimflow/console";

}
