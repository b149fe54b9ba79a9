package io.claimflow.spring.console.content;

import java.util.List;
import java.util.Map;

import io.claimflow.Workflow;

/**
 * What is in a deployment.
 *
 * @param sources the text of each source by its path, in the order of the paths
 * @param workflows its workflows; empty if this version of Claimflow cannot load it
 */
public record StoredContent(Map<String, String> sources, List<Workflow> workflows) {

	static final StoredContent NOTHING = new StoredContent(Map.of(), List.of());

}
