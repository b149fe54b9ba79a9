package io.claimflow.spring.runlog.http;

import java.time.Duration;
import java.util.List;

import io.claimflow.spring.support.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The HTTP interface of the run log.
 *
 * @param enabled Whether runs can be looked at over HTTP, at /claimflow/runs.
 * @param clients Identifiers of the clients that get access tokens for it.
 * @param users Names of the users who get access tokens for it by claimflow.login.client.
 * @param callsPerMinute Number of calls that a caller may make within a minute.
 * @param streams Number of event streams that are open at the same time. Each takes a
 * thread of the web server.
 * @param streamTime Time after which an event stream ends; whoever goes on begins a new
 * one.
 * @param poll Time between two looks of a stream for new runs.
 */
@ConfigurationProperties("claimflow.runs.http")
record RunHttpProperties(@DefaultValue("false") boolean enabled, @DefaultValue List<String> clients,
		@DefaultValue List<String> users, @DefaultValue("120") int callsPerMinute, @DefaultValue("10") int streams,
		@DefaultValue("10m") Duration streamTime, @DefaultValue("1s") Duration poll) {

	RunHttpProperties {
		clients = List.copyOf(clients);
		users = List.copyOf(users);
		PropertyChecks checks = new PropertyChecks("claimflow.runs.http");
		checks.count("calls-per-minute", callsPerMinute, 1);
		checks.count("streams", streams, 0);
		checks.time("stream-time", streamTime);
		checks.check("poll", poll, poll.toMillis() >= 50 && poll.toSeconds() <= 60, "between 50ms and 60s");
	}

}
