package io.claimflow.spring.management;

import java.util.List;

import io.claimflow.spring.support.PropertyChecks;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The management calls. All is checked at the start, whatever of it is needed.
 *
 * @param enabled Whether the server answers the management calls of workflows, at
 * /api/v1.
 * @param clients Identifiers of the clients that get access tokens for the management
 * calls.
 * @param threads Number of threads that answer what workflows ask of this server, with
 * Tomcat.
 * @param requestBytes Size of the body of a call.
 * @param valueLength Number of characters of a value, such as a name or a property.
 * @param properties Number of properties that a user, an application or an organization
 * can have.
 * @param userAuthorities Authorities of users that a call creates.
 */
@ConfigurationProperties("claimflow.api")
record ApiProperties(@DefaultValue("false") boolean enabled, @DefaultValue List<String> clients,
		@DefaultValue("16") int threads, @DefaultValue("64KB") DataSize requestBytes,
		@DefaultValue("2048") int valueLength, @DefaultValue("100") int properties,
		@DefaultValue("ROLE_USER") List<String> userAuthorities) implements InitializingBean {

	@Override
	public void afterPropertiesSet() {
		PropertyChecks checks = new PropertyChecks("claimflow.api");
		checks.check("user-authorities", this.userAuthorities, !this.userAuthorities.isEmpty(),
				"at least one authority");
		checks.count("threads", this.threads, 2);
		checks.arrayBytes("request-bytes", this.requestBytes);
		checks.count("value-length", this.valueLength, 1);
		checks.count("properties", this.properties, 1);
	}

}
